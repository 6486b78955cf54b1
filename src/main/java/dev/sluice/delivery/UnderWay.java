package dev.sluice.delivery;

import dev.sluice.event.EventKey;
import dev.sluice.spool.Frame;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that this process is delivering, by identity, for a duplicate check that knows only what has ended. A copy of one of
 * them is neither sent nor dropped but waits: if the first is delivered the copy is a duplicate; if the process dies before, both
 * are read again, by whichever replica. Dropping it at once would not be safe, because another replica may be dropping the
 * first one for the same reason. Holds no more than delivery does. Thread-safe.
 */
final class UnderWay {
    private final Map<EventKey, Holder> holders = new HashMap<>();

    /** An event that waits for the end of another one of its identity. */
    record Waiting(FrameProgress frame, int index) {}

    /**
     * Takes in the events of a frame that was read.
     *
     * @param duplicates events that do not go on; gets those, too, whose first copy has ended
     * @return events that wait for a copy under way
     */
    synchronized BitSet enter(FrameProgress frame, BitSet duplicates) {
        BitSet waiting = new BitSet();
        List<Frame.Entry> entries = frame.frame().entries();
        for (int i = 0; i < entries.size(); i++) {
            if (duplicates.get(i)) {
                continue;
            }
            long owner = frame.ordinal() + i;
            Holder holder = holders.computeIfAbsent(entries.get(i).key(), _ -> new Holder(owner));
            // The same event, read again while it is in hand, is sent again.
            if (holder.owner == owner) {
                continue;
            }
            if (holder.hasEnded) {
                duplicates.set(i);
            } else {
                holder.waiting.add(new Waiting(frame, i));
                waiting.set(i);
            }
        }
        return waiting;
    }

    /** The event has its end. @return those that waited for it, which are duplicates now */
    synchronized List<Waiting> ended(FrameProgress frame, int index) {
        Holder holder = holders.get(frame.frame().entries().get(index).key());
        if (holder == null || holder.owner != frame.ordinal() + index) {
            return List.of();
        }
        holder.hasEnded = true;
        List<Waiting> waited = List.copyOf(holder.waiting);
        holder.waiting.clear();
        return waited;
    }

    /** All events of the frame have their end, and the duplicate check knows it. */
    synchronized void forget(long ordinal, List<Frame.Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            long owner = ordinal + i;
            holders.computeIfPresent(entries.get(i).key(), (_, holder) -> holder.owner == owner ? null : holder);
        }
    }

    private static final class Holder {
        private final long owner;
        private final List<Waiting> waiting = new ArrayList<>(0);
        private boolean hasEnded;

        Holder(long owner) {
            this.owner = owner;
        }
    }
}
