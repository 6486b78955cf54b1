package dev.sluice.spool.kafka;

import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.StoredFrame;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Frames on their way from the thread that polls the brokers to the one reader, and what became of them. Thread-safe. */
final class Feed {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition lessInHand = lock.newCondition();
    private final OwnPartitions ours = new OwnPartitions();
    /** By the object itself: after a rebalance the same frame may be in hand twice. */
    private final Map<StoredFrame, PartitionProgress.InHand> inHand = new IdentityHashMap<>();

    private final Averages averages = new Averages();
    private final ObjIntConsumer<String> takenOver;
    private Set<String> notNow = Set.of();
    private boolean closed;

    /** @param takenOver hears of events that this process books as received although it has not accepted them */
    Feed(ObjIntConsumer<String> takenOver) {
        this.takenOver = takenOver;
    }

    /** The oldest frame of the other projects, or null after the time or once closed. */
    @Nullable
    StoredFrame take(long nanos, Set<String> without) throws InterruptedException {
        lock.lock();
        try {
            notNow = without;
            long left = nanos;
            while (!closed) {
                PartitionProgress from = ours.oldest(notNow);
                if (from != null) {
                    PartitionProgress.@Nullable Fetched head = from.head();
                    PartitionProgress.InHand taken = from.take();
                    StoredFrame stored = head == null ? null : head.stored();
                    if (stored == null) {
                        from.done(taken, Outcomes.NONE);
                        continue;
                    }
                    inHand.put(stored, taken);
                    if (from.isBookedOnTaking(taken)) {
                        takenOver.accept(from.project(), stored.events());
                    }
                    return stored;
                }
                if (left <= 0) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    void done(StoredFrame stored, Outcomes outcomes) {
        if (outcomes.sum() != stored.events()) {
            throw new IllegalArgumentException(
                    "a frame of " + stored.events() + " events cannot have " + outcomes.sum() + " outcomes");
        }
        lock.lock();
        try {
            PartitionProgress.InHand taken = inHand.remove(stored);
            if (taken == null) {
                throw new IllegalStateException("the frame is not in hand: it was done before, or never taken");
            }
            taken.owner().done(taken, outcomes);
            lessInHand.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void addToTotals(String project, Outcomes outcomes) {
        locked(() -> ours.addToTotals(project, outcomes));
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            lessInHand.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void assigned(Collection<PartitionProgress> partitions) {
        locked(() -> ours.add(partitions));
    }

    /** Hands out nothing more of them, and waits for what is in hand. */
    void awaitDone(Collection<TopicPartition> partitions, long nanos) throws InterruptedException {
        lock.lock();
        try {
            ours.letGo(partitions);
            long left = nanos;
            while (!closed && left > 0 && ours.inHandEvents(partitions) > 0) {
                left = lessInHand.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** They are another replica's, which reads again what is in hand here: those events will end twice. */
    void lost(Collection<TopicPartition> partitions) {
        lock.lock();
        try {
            for (TopicPartition partition : partitions) {
                PartitionProgress gone = ours.remove(partition);
                if (gone != null) {
                    if (!closed && gone.inHandEvents() > 0) {
                        takenOver.accept(gone.project(), (int) gone.inHandEvents());
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void lostAll() {
        lost(partitions());
    }

    Set<TopicPartition> partitions() {
        return locked(ours::all);
    }

    /** @return how many records the brokers deleted before this one was read */
    long add(TopicPartition partition, PartitionProgress.Fetched record) {
        lock.lock();
        try {
            PartitionProgress progress = ours.get(partition);
            if (progress == null) {
                return 0;
            }
            averages.add(record.events(), record.bytes());
            long gap = progress.add(record);
            changed.signalAll();
            return gap;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Which partitions are to be fetched now. What is not to be read now is let go of when the memory is needed.
     *
     * @param maxBytes of frames that were fetched and not taken
     */
    Set<TopicPartition> wanted(long maxBytes) {
        return locked(() -> ours.wanted(maxBytes, notNow));
    }

    /** Where fetching has to go back to, because what was fetched was let go of. Each place is given once. */
    Map<TopicPartition, Long> rewinds() {
        return locked(ours::rewinds);
    }

    Map<TopicPartition, OffsetAndMetadata> toCommit() {
        return locked(ours::toCommit);
    }

    void commitFailed(Collection<TopicPartition> partitions) {
        locked(() -> ours.commitFailed(partitions));
    }

    /** A record of ours was acknowledged. */
    void stored(TopicPartition partition, long offset, int events, long bytes) {
        locked(() -> {
            averages.add(events, bytes);
            ours.endsAt(partition, offset + 1);
        });
    }

    void endAt(Map<TopicPartition, Long> ends) {
        locked(() -> ends.forEach(ours::endsAt));
    }

    /** What of the partitions that are ours is not done. */
    Backlog backlog() {
        return locked(() -> {
            long unread = ours.sum(PartitionProgress::unread);
            return new Backlog(
                    ours.sum(PartitionProgress::heldEvents) + averages.events(unread),
                    ours.sum(PartitionProgress::heldBytes) + averages.bytes(unread),
                    ours.oldestMillis());
        });
    }

    /** Estimates what that many records are. */
    Backlog estimate(long records) {
        return locked(() -> new Backlog(averages.events(records), averages.bytes(records), 0));
    }

    record Backlog(long events, long bytes, long oldestMillis) {}

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }
}
