package dev.sluice.spool.kafka;

import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.StoredFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Frames on their way from the thread that polls the brokers to the one reader, and what became of them. Thread-safe. */
final class Feed {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition lessInHand = lock.newCondition();
    private final Map<TopicPartition, PartitionProgress> ours = new HashMap<>();
    /** By the object itself: after a rebalance the same frame may be in hand twice. */
    private final Map<StoredFrame, PartitionProgress.InHand> inHand = new IdentityHashMap<>();
    /** Outcomes of projects of which no partition is ours, so that there is nothing to keep them with. */
    private final Map<String, Outcomes> homeless = new HashMap<>();

    private final Averages averages = new Averages();
    private final ObjIntConsumer<String> takenOver;
    private Set<String> notNow = Set.of();
    private boolean closed;

    /** @param takenOver hears of events that this process books as received although it has not accepted them */
    Feed(ObjIntConsumer<String> takenOver) {
        this.takenOver = takenOver;
    }

    // ---- the reader
    // --------------------------------------------------------------------------------------------------

    /** The oldest frame of the other projects, or null after the time or once closed. */
    @Nullable
    StoredFrame take(long nanos, Set<String> without) throws InterruptedException {
        lock.lock();
        try {
            notNow = without;
            long left = nanos;
            while (!closed) {
                PartitionProgress from = oldest();
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
        lock.lock();
        try {
            homeless.merge(project, outcomes, Outcomes::plus);
        } finally {
            lock.unlock();
        }
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

    private @Nullable PartitionProgress oldest() {
        PartitionProgress oldest = null;
        long since = Long.MAX_VALUE;
        for (PartitionProgress each : ours.values()) {
            PartitionProgress.@Nullable Fetched head = each.head();
            if (head != null
                    && !notNow.contains(each.project())
                    && (oldest == null || head.receivedAtMillis() < since)) {
                oldest = each;
                since = head.receivedAtMillis();
            }
        }
        return oldest;
    }

    // ---- the thread that polls
    // ---------------------------------------------------------------------------------------

    void assigned(Collection<PartitionProgress> partitions) {
        lock.lock();
        try {
            partitions.forEach(each -> ours.put(each.partition(), each));
        } finally {
            lock.unlock();
        }
    }

    /** Hands out nothing more of them, and waits for what is in hand. */
    void awaitDone(Collection<TopicPartition> partitions, long nanos) throws InterruptedException {
        lock.lock();
        try {
            partitions.stream().map(ours::get).filter(each -> each != null).forEach(PartitionProgress::letGo);
            long left = nanos;
            while (!closed && left > 0 && inHandEvents(partitions) > 0) {
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
        lock.lock();
        try {
            return Set.copyOf(ours.keySet());
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            if (fetchedBytes() >= maxBytes) {
                ours.values().stream()
                        .filter(each -> notNow.contains(each.project()))
                        .forEach(PartitionProgress::letGo);
            }
            if (fetchedBytes() >= maxBytes) {
                return Set.of();
            }
            return ours.values().stream()
                    .filter(each -> !notNow.contains(each.project()))
                    .map(PartitionProgress::partition)
                    .collect(Collectors.toSet());
        } finally {
            lock.unlock();
        }
    }

    /** Where fetching has to go back to, because what was fetched was let go of. Each place is given once. */
    Map<TopicPartition, Long> rewinds() {
        lock.lock();
        try {
            return ours.values().stream()
                    .filter(PartitionProgress::mustSeek)
                    .collect(Collectors.toMap(PartitionProgress::partition, PartitionProgress::nextToFetch));
        } finally {
            lock.unlock();
        }
    }

    Map<TopicPartition, OffsetAndMetadata> toCommit() {
        lock.lock();
        try {
            for (PartitionProgress each : ours.values()) {
                Outcomes found = homeless.remove(each.project());
                if (found != null) {
                    each.addToTotals(found);
                }
            }
            Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
            for (PartitionProgress each : ours.values()) {
                OffsetAndMetadata next = each.toCommit();
                if (next != null) {
                    due.put(each.partition(), next);
                }
            }
            return due;
        } finally {
            lock.unlock();
        }
    }

    void commitFailed(Collection<TopicPartition> partitions) {
        lock.lock();
        try {
            for (TopicPartition partition : partitions) {
                PartitionProgress progress = ours.get(partition);
                if (progress != null) {
                    progress.commitFailed();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- what is known of the brokers
    // --------------------------------------------------------------------------------

    /** A record of ours was acknowledged. */
    void stored(TopicPartition partition, long offset, int events, long bytes) {
        lock.lock();
        try {
            averages.add(events, bytes);
            endsAt(partition, offset + 1);
        } finally {
            lock.unlock();
        }
    }

    void endAt(Map<TopicPartition, Long> ends) {
        lock.lock();
        try {
            ends.forEach(this::endsAt);
        } finally {
            lock.unlock();
        }
    }

    private void endsAt(TopicPartition partition, long end) {
        PartitionProgress progress = ours.get(partition);
        if (progress != null) {
            progress.endsAt(end);
        }
    }

    /** What of the partitions that are ours is not done. */
    Backlog backlog() {
        lock.lock();
        try {
            long unread = 0;
            long heldEvents = 0;
            long heldBytes = 0;
            long oldest = Long.MAX_VALUE;
            for (PartitionProgress each : ours.values()) {
                unread += each.unread();
                heldEvents += each.heldEvents();
                heldBytes += each.heldBytes();
                oldest = Math.min(oldest, each.oldestMillis());
            }
            return new Backlog(
                    heldEvents + averages.events(unread),
                    heldBytes + averages.bytes(unread),
                    oldest == Long.MAX_VALUE ? 0 : oldest);
        } finally {
            lock.unlock();
        }
    }

    /** Estimates what that many records are. */
    Backlog estimate(long records) {
        lock.lock();
        try {
            return new Backlog(averages.events(records), averages.bytes(records), 0);
        } finally {
            lock.unlock();
        }
    }

    record Backlog(long events, long bytes, long oldestMillis) {}

    private long fetchedBytes() {
        long bytes = 0;
        for (PartitionProgress each : ours.values()) {
            bytes += each.fetchedBytes();
        }
        return bytes;
    }

    private long inHandEvents(Collection<TopicPartition> partitions) {
        List<PartitionProgress> theirs = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            PartitionProgress progress = ours.get(partition);
            if (progress != null) {
                theirs.add(progress);
            }
        }
        return theirs.stream().mapToLong(PartitionProgress::inHandEvents).sum();
    }
}
