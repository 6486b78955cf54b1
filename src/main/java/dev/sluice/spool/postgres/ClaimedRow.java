package dev.sluice.spool.postgres;

import dev.sluice.spool.Share;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.StoredFrame;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row in this replica's hands, without the bytes of its frames. Guarded by {@link ClaimedRows}. */
final class ClaimedRow {
    /** {@link dev.sluice.spool.FrameCodec#MAX_EVENTS} is 2 to the power of this. */
    static final int ORDINAL_BITS = 14;

    private final long id;
    private final String project;
    private final long[] ordinals;
    private final long[] receivedAtMillis;
    private final int[] events;
    private final @Nullable Outcomes[] outcomes;
    private final BitSet done = new BitSet();
    /** What is in the books. */
    private final BitSet booked;

    private long partialSinceNanos;

    ClaimedRow(long id, String project, List<StoredFrame> frames, BitSet booked) {
        this.id = id;
        this.project = project;
        int size = frames.size();
        this.ordinals = new long[size];
        this.receivedAtMillis = new long[size];
        this.events = new int[size];
        this.outcomes = new Outcomes[size];
        for (int i = 0; i < size; i++) {
            ordinals[i] = frames.get(i).ordinal();
            receivedAtMillis[i] = frames.get(i).frame().receivedAtMillis();
            events[i] = frames.get(i).events();
        }
        this.booked = booked;
        done.or(booked);
    }

    static long firstOrdinal(long id) {
        return id << ORDINAL_BITS;
    }

    static long idOf(long ordinal) {
        return ordinal >>> ORDINAL_BITS;
    }

    long id() {
        return id;
    }

    String project() {
        return project;
    }

    /**
     * @throws IllegalStateException if that frame is done already, or none starts there
     * @throws IllegalArgumentException if the outcomes are not those of all its events
     */
    void done(long ordinal, Outcomes ended, long nowNanos) {
        int index = indexOf(ordinal);
        if (index < 0 || done.get(index)) {
            throw new IllegalStateException("frame " + ordinal + " is not in hand");
        }
        if (ended.sum() != events[index]) {
            throw new IllegalArgumentException(ended.sum() + " outcomes for a frame of " + events[index] + " events");
        }
        if (!hasUnbooked()) {
            partialSinceNanos = nowNanos;
        }
        outcomes[index] = ended;
        done.set(index);
    }

    boolean isDone() {
        return done.cardinality() == ordinals.length;
    }

    boolean hasUnbooked() {
        return done.cardinality() > booked.cardinality();
    }

    long partialSinceNanos() {
        return partialSinceNanos;
    }

    /** A copy of what is done now. */
    BitSet doneNow() {
        return (BitSet) done.clone();
    }

    /** Where the bytes of the row are booked. */
    Share share() {
        return Share.of(project, oldestWithout(new BitSet()));
    }

    /** The outcomes of those of the frames that are not among the others, by hour of arrival. */
    Map<Share, Outcomes> outcomes(BitSet frames, BitSet without) {
        Map<Share, Outcomes> sums = new HashMap<>();
        for (int i = frames.nextSetBit(0); i >= 0; i = frames.nextSetBit(i + 1)) {
            @Nullable Outcomes ended = outcomes[i];
            if (!without.get(i) && ended != null) {
                sums.merge(Share.of(project, receivedAtMillis[i]), ended, Outcomes::plus);
            }
        }
        return sums;
    }

    /** When the oldest of the frames that are not among these was received. */
    long oldestWithout(BitSet frames) {
        long oldest = Long.MAX_VALUE;
        for (int i = frames.nextClearBit(0); i < receivedAtMillis.length; i = frames.nextClearBit(i + 1)) {
            oldest = Math.min(oldest, receivedAtMillis[i]);
        }
        return oldest;
    }

    void booked(BitSet frames) {
        booked.or(frames);
    }

    private int indexOf(long ordinal) {
        return Arrays.binarySearch(ordinals, ordinal);
    }
}
