package dev.sluice.spool.kafka;

import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.FrameHeader;
import dev.sluice.spool.RareLog;
import dev.sluice.spool.StoredFrame;
import dev.sluice.spool.kafka.PartitionProgress.Fetched;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;

/**
 * The member of the consumer group: polls on a thread of its own without a pause, however slow delivery is, and commits what
 * is done. Partitions that are not wanted now are paused. A member that fails is replaced by a new one.
 */
final class GroupReader {
    private static final Duration POLL = Duration.ofMillis(100);
    /** While something is paused: nobody wakes the poll when there is room again. */
    private static final Duration SHORT_POLL = Duration.ofMillis(20);

    private static final Duration WITHOUT_TOPICS = Duration.ofMillis(50);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final KafkaClients clients;
    private final KafkaAddress address;
    private final KafkaSpoolOptions options;
    private final Topics topics;
    private final Feed feed;
    private final Map<TopicPartition, Long> bookedFrom;
    private final RareLog rare = new RareLog();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("spool-kafka-reader").unstarted(this::run);
    private boolean keepsPlace = true;
    private long lastCommit = System.nanoTime();

    /** @param bookedFrom where what processes accepted that are gone ends, for partitions where that is not known otherwise */
    GroupReader(
            KafkaClients clients,
            KafkaAddress address,
            KafkaSpoolOptions options,
            Topics topics,
            Feed feed,
            Map<TopicPartition, Long> bookedFrom) {
        this.clients = clients;
        this.address = address;
        this.options = options;
        this.topics = topics;
        this.feed = feed;
        this.bookedFrom = Map.copyOf(bookedFrom);
    }

    void start() {
        thread.start();
    }

    /** Commits what is done and leaves the group. */
    void close() throws InterruptedException {
        closing.countDown();
        thread.join();
    }

    private void run() {
        try {
            while (!isClosing()) {
                consumeUntilItFails();
                pause(AFTER_FAILURE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void consumeUntilItFails() throws InterruptedException {
        Consumer<byte[], byte[]> consumer = null;
        try {
            consumer = clients.member(keepsPlace);
            consume(consumer);
        } catch (FencedInstanceIdException e) {
            keepsPlace = false;
            Log.warnf(
                    "spool: another gateway is in the group %s with the id of this data directory; give each replica its own"
                            + " SLUICE_DATA_DIR",
                    address.name());
        } catch (RuntimeException | Error e) {
            // Errors too: without this thread nothing is delivered until the next start.
            if (rare.permits()) {
                Log.warnf("spool: reading from Kafka failed (%s); it is tried again", Troubles.name(e));
            }
        } finally {
            if (consumer != null) {
                leave(consumer);
            }
            feed.lostAll();
        }
    }

    private void consume(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        Set<String> subscribed = Set.of();
        while (!isClosing()) {
            Set<String> names = topics.names();
            if (names.isEmpty()) {
                pause(WITHOUT_TOPICS);
                continue;
            }
            if (!names.equals(subscribed)) {
                consumer.subscribe(names, new Rebalance(consumer));
                subscribed = names;
            }
            boolean isPausing = direct(consumer);
            consumer.poll(isPausing ? SHORT_POLL : POLL).forEach(this::fetched);
            commitIfDue(consumer);
        }
        Map<TopicPartition, OffsetAndMetadata> due = feed.toCommit();
        if (!due.isEmpty()) {
            consumer.commitSync(due, FAREWELL);
        }
    }

    /** Tells the consumer what is wanted, and from where. */
    private boolean direct(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> wanted = feed.wanted(options.bufferBytes());
        feed.rewinds().forEach((partition, offset) -> {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
        Set<TopicPartition> paused = consumer.paused();
        Set<TopicPartition> toPause = new HashSet<>(consumer.assignment());
        toPause.removeAll(wanted);
        boolean isPausing = !toPause.isEmpty();
        Set<TopicPartition> toResume = new HashSet<>(paused);
        toResume.removeAll(toPause);
        toPause.removeAll(paused);
        consumer.pause(toPause);
        consumer.resume(toResume);
        return isPausing;
    }

    private void fetched(ConsumerRecord<byte[], byte[]> message) {
        TopicPartition partition = new TopicPartition(message.topic(), message.partition());
        byte[] value = message.value();
        StoredFrame stored = null;
        FrameHeader header = value == null ? null : FrameCodec.header(value, 0, value.length);
        if (header != null
                && header.length() == value.length
                && header.project().equals(address.project(message.topic()))
                && FrameCodec.isBodyWhole(header, value, header.headerLength())) {
            StoredFrame unnumbered = FrameCodec.frame(header, value, header.headerLength());
            stored = new StoredFrame(Ordinals.of(partition, message.offset()), unnumbered.frame());
        } else {
            Log.errorf("spool: %s offset %d is no frame of Sluice; it is stepped over", partition, message.offset());
        }
        long gone = feed.add(partition, new Fetched(stored, message.offset(), value == null ? 0 : value.length));
        if (gone > 0) {
            Log.errorf(
                    "spool: %d records of %s before offset %d were deleted by the brokers before they were delivered; set"
                            + " retention.ms and retention.bytes of the topic to -1",
                    gone, partition, message.offset());
        }
    }

    private void commitIfDue(Consumer<byte[], byte[]> consumer) {
        long now = System.nanoTime();
        if (now - lastCommit < options.commitInterval().toNanos()) {
            return;
        }
        lastCommit = now;
        Map<TopicPartition, OffsetAndMetadata> due = feed.toCommit();
        if (!due.isEmpty()) {
            consumer.commitAsync(due, (offsets, failure) -> {
                if (failure != null) {
                    feed.commitFailed(offsets.keySet());
                }
            });
        }
    }

    private void leave(Consumer<byte[], byte[]> consumer) {
        try {
            // Else the partitions would wait for the session timeout before another replica gets them.
            consumer.close(
                    CloseOptions.timeout(FAREWELL).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        } catch (KafkaException e) {
            Log.infof("spool: leaving the group failed (%s)", Troubles.name(e));
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause(Duration time) throws InterruptedException {
        if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            Log.debug("spool: the reader ends");
        }
    }

    /** Called by the poll, and by the close. */
    private final class Rebalance implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;

        Rebalance(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
            List<PartitionProgress> progress = new ArrayList<>();
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata last = committed.get(partition);
                CommitNote note = CommitNote.parse(last == null ? null : last.metadata());
                long from = last == null ? consumer.position(partition) : last.offset();
                long booked = Math.max(note.bookedFrom(), bookedFrom.getOrDefault(partition, 0L));
                progress.add(new PartitionProgress(
                        partition, address.project(partition.topic()), from, new CommitNote(note.totals(), booked)));
            }
            feed.assigned(progress);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                if (!isClosing()) {
                    feed.awaitDone(partitions, options.handOver().toNanos());
                }
                Map<TopicPartition, OffsetAndMetadata> due = feed.toCommit();
                if (!due.isEmpty()) {
                    consumer.commitSync(due, FAREWELL);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (KafkaException e) {
                // They are read again by the next owner, and PostHog folds what was delivered.
                feed.commitFailed(feed.partitions());
                Log.infof("spool: the last commit of %d partitions failed (%s)", partitions.size(), Troubles.name(e));
            } finally {
                feed.lost(partitions);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            feed.lost(partitions);
        }
    }
}
