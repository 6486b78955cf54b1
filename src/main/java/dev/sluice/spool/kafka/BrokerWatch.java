package dev.sluice.spool.kafka;

import dev.sluice.spool.RareLog;
import io.quarkus.logging.Log;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Looks at the brokers: whether they answer, how much is stored and not delivered, which topics there are. */
final class BrokerWatch {
    private static final int TOPICS_EVERY = 6;
    private static final int DELETE_EVERY = 60;
    /** One miss may be a busy broker; appends go on trying until the second. */
    private static final int MISSES_UNTIL_AWAY = 2;

    private final Admin admin;
    private final KafkaAddress address;
    private final KafkaSpoolOptions options;
    private final Topics topics;
    private final Feed feed;
    private final RareLog rare = new RareLog();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("spool-kafka-watch").unstarted(this::run);
    private final Map<TopicPartition, Long> deletedBelow = new HashMap<>();
    private volatile int misses;
    private volatile long undelivered;

    BrokerWatch(Admin admin, KafkaAddress address, KafkaSpoolOptions options, Topics topics, Feed feed) {
        this.admin = admin;
        this.address = address;
        this.options = options;
        this.topics = topics;
        this.feed = feed;
    }

    void start() {
        thread.start();
    }

    void close() throws InterruptedException {
        closing.countDown();
        thread.join();
    }

    /** Whether the last look was answered. */
    boolean isAnswered() {
        return misses == 0;
    }

    boolean isAway() {
        return misses >= MISSES_UNTIL_AWAY;
    }

    /** Records that no replica has delivered. */
    long undelivered() {
        return undelivered;
    }

    private void run() {
        try {
            long round = 0;
            do {
                look(round++);
            } while (!closing.await(options.watchInterval().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(long round) throws InterruptedException {
        try {
            if (round % TOPICS_EVERY == 0 || topics.names().isEmpty()) {
                topics.refresh();
            }
            Map<TopicPartition, OffsetAndMetadata> committed = committed(admin, address.name());
            Map<TopicPartition, Long> ends = ends(OffsetSpec.latest());
            feed.endAt(ends);
            undelivered = lag(committed, ends);
            if (misses > 0) {
                misses = 0;
                Log.info("spool: Kafka answers again");
            }
            if (round % DELETE_EVERY == DELETE_EVERY - 1) {
                deleteDelivered(committed);
            }
        } catch (ExecutionException | RuntimeException e) {
            misses++;
            if (misses >= MISSES_UNTIL_AWAY && rare.permits()) {
                Log.warnf(
                        "spool: Kafka at %s does not answer (%s): events are refused until it does",
                        address.brokers(), Troubles.name(e));
            }
        }
    }

    private long lag(Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        boolean isAllCommitted = committed.keySet().containsAll(ends.keySet());
        Map<TopicPartition, Long> starts = isAllCommitted ? Map.of() : ends(OffsetSpec.earliest());
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            OffsetAndMetadata done = committed.get(end.getKey());
            long from = done == null ? starts.getOrDefault(end.getKey(), 0L) : done.offset();
            lag += Math.max(0, end.getValue() - from);
        }
        return lag;
    }

    private Map<TopicPartition, Long> ends(OffsetSpec which) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        topics.all().forEach(partition -> question.put(partition, which));
        if (question.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, ListOffsetsResultInfo> found =
                admin.listOffsets(question).all().get();
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /** Partitions of which nothing was ever committed are not in it. */
    static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        known.put(partition, offset);
                    }
                });
        return known;
    }

    /** The brokers keep everything until they are told: delivered records are room, and personal data at rest. */
    private void deleteDelivered(Map<TopicPartition, OffsetAndMetadata> committed) throws InterruptedException {
        Map<TopicPartition, RecordsToDelete> due = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (address.isOurs(partition.topic()) && offset.offset() > deletedBelow.getOrDefault(partition, 0L)) {
                due.put(partition, RecordsToDelete.beforeOffset(offset.offset()));
            }
        });
        if (due.isEmpty()) {
            return;
        }
        try {
            admin.deleteRecords(due).all().get();
            due.forEach((partition, records) -> deletedBelow.put(partition, records.beforeOffset()));
        } catch (ExecutionException e) {
            Log.warnf(
                    "spool: delivered records cannot be deleted (%s): allow DELETE on the topics of %s, or they stay for"
                            + " as long as the brokers keep them",
                    Troubles.name(e), address.name());
        }
    }
}
