package dev.sluice.spool.local;

import dev.sluice.spool.Frame;
import dev.sluice.spool.HourBooks;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.StoredFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which frames are done, and the books up to the mark below which all are. Holds only frames that the reader has taken and
 * that are not below the mark, whatever the backlog. Thread-safe.
 */
final class Progress {
    private final Deque<InFlight> inOrder = new ArrayDeque<>();
    private final Map<Long, InFlight> byOrdinal = new HashMap<>();
    private final Map<String, Outcomes> totals;
    private final HourBooks hoursBelowMark;
    private final HourBooks hours;
    private final NavigableMap<Long, Long> knownLost;
    private long mark;
    private long sequence;
    private long pending;
    /** When the oldest event was received that the reader has not taken; a lower bound while a backlog is on disk. */
    private long untakenSince;

    private boolean dirty;

    /**
     * @param pending events after the checkpoint's mark that can be read
     * @param oldestPendingMillis when the first of them was received
     * @param knownLost damaged places that are not in {@code pending}: ordinal to number of events
     * @param hours the books by hour of all that is stored, done or not
     */
    Progress(
            Checkpoint from,
            long pending,
            long oldestPendingMillis,
            NavigableMap<Long, Long> knownLost,
            HourBooks hours) {
        this.totals = new TreeMap<>(from.totals());
        this.hoursBelowMark = from.hours().copy();
        this.hours = hours;
        this.mark = from.mark();
        this.sequence = from.sequence();
        this.pending = pending;
        this.untakenSince = oldestPendingMillis;
        this.knownLost = new TreeMap<>(knownLost);
    }

    synchronized void stored(List<Frame> frames) {
        if (pending == 0) {
            untakenSince = frames.getFirst().receivedAtMillis();
        }
        for (Frame frame : frames) {
            int events = frame.entries().size();
            pending += events;
            hours.stored(frame.project(), frame.receivedAtMillis(), events);
        }
    }

    synchronized void taken(StoredFrame stored) {
        InFlight frame = new InFlight(
                stored.ordinal() + stored.events(),
                stored.frame().project(),
                stored.frame().receivedAtMillis());
        inOrder.add(frame);
        byOrdinal.put(stored.ordinal(), frame);
        untakenSince = stored.frame().receivedAtMillis();
    }

    /**
     * @return whether there is news for a checkpoint and there was none before
     * @throws IllegalStateException if the frame is not out with the reader: counting it would unbalance the books
     */
    synchronized boolean done(StoredFrame stored, Outcomes outcomes) {
        if (outcomes.sum() != stored.events()) {
            throw new IllegalArgumentException(
                    "a frame of " + stored.events() + " events cannot end in " + outcomes.sum() + " outcomes");
        }
        InFlight frame = byOrdinal.remove(stored.ordinal());
        if (frame == null) {
            throw new IllegalStateException("the frame at " + stored.ordinal() + " was not taken, or is done already");
        }
        frame.outcomes = outcomes;
        frame.isDone = true;
        pending -= stored.events();
        hours.ended(frame.project, frame.receivedAtMillis, outcomes);
        return advance();
    }

    /** The reader stepped over events that are gone. They count as dead-lettered, once the mark passes them. */
    synchronized boolean lost(Found.Lost lost) {
        // Their hour is lost with them: that of the frame before is the nearest guess.
        InFlight place = new InFlight(lost.ordinal() + lost.events(), lost.project(), untakenSince);
        place.outcomes = new Outcomes(0, 0, 0, lost.events());
        place.isDone = true;
        inOrder.add(place);
        Map<Long, Long> known = knownLost.subMap(lost.ordinal(), lost.ordinal() + lost.events());
        long knownEvents = known.values().stream().mapToLong(Long::longValue).sum();
        pending -= lost.events() - knownEvents;
        // Those that are known were booked by the start.
        hours.ended(lost.project(), untakenSince, new Outcomes(0, 0, 0, lost.events() - knownEvents));
        known.clear();
        return advance();
    }

    synchronized boolean isKnownLost(Found.Lost lost) {
        return knownLost.containsKey(lost.ordinal());
    }

    synchronized boolean add(String project, long receivedAtMillis, Outcomes outcomes) {
        totals.merge(project, outcomes, Outcomes::plus);
        hoursBelowMark.settled(project, receivedAtMillis, outcomes);
        hours.settled(project, receivedAtMillis, outcomes);
        return becomesDirty();
    }

    /** The checkpoint to write now; the next call gives a later one. */
    synchronized Checkpoint checkpoint() {
        dirty = false;
        return new Checkpoint(++sequence, mark, totals, hoursBelowMark.copy());
    }

    synchronized List<HourBooks.Hour> hours() {
        return hours.list();
    }

    /** The last checkpoint could not be written. */
    synchronized void checkpointFailed() {
        dirty = true;
    }

    synchronized boolean isDirty() {
        return dirty;
    }

    synchronized long mark() {
        return mark;
    }

    synchronized long pendingEvents() {
        return pending;
    }

    synchronized long oldestPendingMillis() {
        if (pending == 0) {
            return 0;
        }
        InFlight oldest = inOrder.peekFirst();
        return oldest == null ? untakenSince : oldest.receivedAtMillis;
    }

    private boolean advance() {
        boolean moved = false;
        for (InFlight first = inOrder.peekFirst(); first != null && first.isDone; first = inOrder.peekFirst()) {
            inOrder.removeFirst();
            mark = first.endOrdinal;
            if (!Outcomes.NONE.equals(first.outcomes)) {
                totals.merge(first.project, first.outcomes, Outcomes::plus);
                hoursBelowMark.settled(first.project, first.receivedAtMillis, first.outcomes);
            }
            moved = true;
        }
        return moved && becomesDirty();
    }

    private boolean becomesDirty() {
        boolean wasClean = !dirty;
        dirty = true;
        return wasClean;
    }

    private static final class InFlight {
        final long endOrdinal;
        final String project;
        final long receivedAtMillis;
        Outcomes outcomes = Outcomes.NONE;
        boolean isDone;

        InFlight(long endOrdinal, String project, long receivedAtMillis) {
            this.endOrdinal = endOrdinal;
            this.project = project;
            this.receivedAtMillis = receivedAtMillis;
        }
    }
}
