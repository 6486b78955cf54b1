package dev.sluice.spool.kafka;

import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.StoredFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One partition while it is ours: what was fetched, what is in hand, and the mark below which all is done. Guarded by the
 * lock of {@link Feed}.
 */
final class PartitionProgress {
    private final TopicPartition partition;
    private final String project;
    private final Deque<Fetched> fetched = new ArrayDeque<>();
    private final Deque<InHand> inHand = new ArrayDeque<>();
    private final long bookedFrom;
    private Outcomes totals;
    private long mark;
    private long nextToFetch;
    private long end;
    private long fetchedBytes;
    private long fetchedEvents;
    private long inHandEvents;
    private long inHandBytes;
    /** When the oldest of what was let go of unread was received; 0 if nothing was. */
    private long letGoMillis;

    private boolean dirty;
    private boolean rewound;

    /** @param stored null for a record that is no frame: it is stepped over */
    record Fetched(@Nullable StoredFrame stored, long offset, int bytes) {
        long receivedAtMillis() {
            return stored == null ? Long.MIN_VALUE : stored.frame().receivedAtMillis();
        }

        int events() {
            return stored == null ? 0 : stored.events();
        }
    }

    /** A record that was taken, until all before it are done, too. */
    static final class InHand {
        private final PartitionProgress owner;
        private final Fetched record;
        private Outcomes outcomes = Outcomes.NONE;
        private boolean done;

        private InHand(PartitionProgress owner, Fetched record) {
            this.owner = owner;
            this.record = record;
        }

        PartitionProgress owner() {
            return owner;
        }
    }

    /** @param committed offset of the first record that is not known to be done */
    PartitionProgress(TopicPartition partition, String project, long committed, CommitNote note) {
        this.partition = partition;
        this.project = project;
        this.totals = note.totals();
        this.bookedFrom = note.bookedFrom();
        this.mark = committed;
        this.nextToFetch = committed;
        this.end = committed;
    }

    TopicPartition partition() {
        return partition;
    }

    String project() {
        return project;
    }

    /** How many records are missing between the last one and this one: the brokers have deleted them. */
    long add(Fetched record) {
        long gap = record.offset() - nextToFetch;
        fetched.add(record);
        fetchedBytes += record.bytes();
        fetchedEvents += record.events();
        nextToFetch = record.offset() + 1;
        end = Math.max(end, nextToFetch);
        return gap;
    }

    @Nullable
    Fetched head() {
        return fetched.peek();
    }

    InHand take() {
        Fetched record = fetched.remove();
        fetchedBytes -= record.bytes();
        fetchedEvents -= record.events();
        letGoMillis = 0;
        InHand taken = new InHand(this, record);
        inHand.add(taken);
        inHandEvents += record.events();
        inHandBytes += record.bytes();
        return taken;
    }

    /** Whether the frame was accepted by a process that is gone, and is booked as received when it is taken. */
    boolean isBookedOnTaking(InHand taken) {
        return taken.record.offset() < bookedFrom;
    }

    void done(InHand taken, Outcomes outcomes) {
        taken.done = true;
        taken.outcomes = outcomes;
        inHandEvents -= taken.record.events();
        inHandBytes -= taken.record.bytes();
        for (InHand first = inHand.peek(); first != null && first.done; first = inHand.peek()) {
            inHand.remove();
            mark = first.record.offset() + 1;
            totals = totals.plus(first.outcomes);
            dirty = true;
        }
    }

    void addToTotals(Outcomes outcomes) {
        totals = totals.plus(outcomes);
        dirty = true;
    }

    /** Lets go of what was fetched and not taken; it is to be fetched again from {@link #nextToFetch}. */
    void letGo() {
        Fetched first = fetched.peek();
        if (first != null) {
            nextToFetch = first.offset();
            letGoMillis = first.receivedAtMillis();
            fetched.clear();
            rewound = true;
            fetchedBytes = 0;
            fetchedEvents = 0;
        }
    }

    /** Whether the next fetch must be told to start at {@link #nextToFetch}; says so once. */
    boolean mustSeek() {
        boolean must = rewound;
        rewound = false;
        return must;
    }

    void endsAt(long offset) {
        end = Math.max(end, offset);
    }

    long nextToFetch() {
        return nextToFetch;
    }

    long unread() {
        return Math.max(0, end - nextToFetch);
    }

    long fetchedBytes() {
        return fetchedBytes;
    }

    long heldBytes() {
        return fetchedBytes + inHandBytes;
    }

    long heldEvents() {
        return fetchedEvents + inHandEvents;
    }

    long inHandEvents() {
        return inHandEvents;
    }

    /** When the oldest event that is not done was received; {@code Long.MAX_VALUE} if that is not known. */
    long oldestMillis() {
        long oldest = Long.MAX_VALUE;
        for (InHand each : inHand) {
            if (!each.done && each.record.stored() != null) {
                oldest = each.record.receivedAtMillis();
                break;
            }
        }
        Fetched head = fetched.peek();
        if (head != null && head.stored() != null) {
            oldest = Math.min(oldest, head.receivedAtMillis());
        }
        return letGoMillis > 0 ? Math.min(oldest, letGoMillis) : oldest;
    }

    /** What to commit now, or null if nothing has changed since. */
    @Nullable
    OffsetAndMetadata toCommit() {
        if (!dirty) {
            return null;
        }
        dirty = false;
        return new OffsetAndMetadata(mark, new CommitNote(totals, bookedFrom).text());
    }

    void commitFailed() {
        dirty = true;
    }
}
