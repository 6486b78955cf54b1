package dev.sluice.spool.local;

import dev.sluice.spool.HourBooks;
import dev.sluice.spool.Share;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.StoredFrame;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which events are done, and the books. Holds an object for each frame that is out with the reader, and for all others a bit
 * per event between the mark and the last that is done. Thread-safe.
 */
final class Progress {
    private final NavigableMap<Long, Out> out = new TreeMap<>();
    private final Map<String, Outcomes> totals;
    private final HourBooks hours;
    private final DoneOrdinals done;
    private final Unfinished unfinished;
    private long sequence;
    private long pending;
    private long outEvents;
    /** When the oldest event was received that the reader has not come to; a lower bound while a backlog is on disk. */
    private long unreadSince;
    /** The same of those that it stepped over; 0 if there are none. */
    private long steppedOverSince;

    private boolean dirty;

    /** @param oldestPendingMillis when the first event that is not done was received */
    Progress(Checkpoint from, Unfinished unfinished, long oldestPendingMillis) {
        this.totals = new TreeMap<>(from.totals());
        this.hours = from.hours().copy();
        this.done = from.done();
        this.sequence = from.sequence();
        this.unfinished = unfinished;
        this.pending = unfinished.sum();
        this.unreadSince = oldestPendingMillis;
    }

    synchronized void stored(List<Found.Whole> committed) {
        if (pending == 0) {
            unreadSince = committed.getFirst().stored().frame().receivedAtMillis();
        }
        for (Found.Whole frame : committed) {
            StoredFrame stored = frame.stored();
            pending += stored.events();
            unfinished.add(
                    frame.segment().firstOrdinal(),
                    Share.of(stored.frame().project(), stored.frame().receivedAtMillis()),
                    stored.events());
        }
    }

    /**
     * The reader has it from now on.
     *
     * @param steppedOverSince when the oldest event was received that the reader has stepped over; 0 for none
     */
    synchronized void taken(StoredFrame stored, boolean wasSteppedOver, long steppedOverSince) {
        long receivedAt = stored.frame().receivedAtMillis();
        out.put(stored.ordinal(), new Out(stored.events(), stored.frame().project(), receivedAt));
        outEvents += stored.events();
        if (!wasSteppedOver) {
            unreadSince = receivedAt;
        }
        this.steppedOverSince = steppedOverSince;
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
        Out frame = out.remove(stored.ordinal());
        if (frame == null) {
            throw new IllegalStateException("the frame at " + stored.ordinal() + " was not taken, or is done already");
        }
        outEvents -= frame.events;
        end(stored.ordinal(), stored.ordinal() + frame.events, frame.share(), outcomes);
        return becomesDirty();
    }

    /**
     * The reader came upon events that are gone. Those of them that are not done and not out with the reader end here, as
     * dead-lettered.
     *
     * @param readable events per project and hour in frames of the same segment that can be read and are not done
     * @return how many of which project ended so
     */
    synchronized Map<String, Long> lost(Found.Lost lost, Map<Share, Long> readable) {
        Map<Share, Long> owners = owners(lost, readable);
        Map<String, Long> ended = new HashMap<>();
        long to = lost.ordinal() + lost.events();
        for (long at = done.firstUndone(lost.ordinal()); at < to; at = done.firstUndone(at)) {
            Map.Entry<Long, Out> holder = out.floorEntry(at);
            if (holder != null && holder.getKey() + holder.getValue().events > at) {
                at = holder.getKey() + holder.getValue().events;
                continue;
            }
            Long nextOut = out.higherKey(at);
            long end = done.firstDone(at, nextOut == null ? to : Math.min(to, nextOut));
            while (at < end) {
                Share share = nextOwner(owners, lost.project());
                long events = Math.min(end - at, owners.getOrDefault(share, Long.MAX_VALUE));
                take(owners, share, events);
                end(at, at + events, share, new Outcomes(0, 0, 0, events));
                ended.merge(share.project(), events, Long::sum);
                at += events;
            }
        }
        if (!ended.isEmpty()) {
            dirty = true;
        }
        return ended;
    }

    synchronized boolean add(String project, long receivedAtMillis, Outcomes outcomes) {
        totals.merge(project, outcomes, Outcomes::plus);
        hours.settled(project, receivedAtMillis, outcomes);
        return becomesDirty();
    }

    /** The checkpoint to write now; the next call gives a later one. */
    synchronized Checkpoint checkpoint(Collection<Segment> ended) {
        dirty = false;
        List<SegmentSummary> summaries = ended.stream().map(this::summary).toList();
        return new Checkpoint(++sequence, done.copy(), totals, hours.copy(), summaries);
    }

    /** The books by hour of what is done and what is not, oldest first. */
    synchronized List<HourBooks.Hour> hours() {
        HourBooks all = hours.copy();
        unfinished.byShare().forEach((share, events) -> all.stored(share.project(), share.hourMillis(), events));
        return all.list();
    }

    /** The last checkpoint could not be written, or there is something else to put into one. */
    synchronized void touch() {
        dirty = true;
    }

    synchronized boolean isDirty() {
        return dirty;
    }

    synchronized long mark() {
        return done.mark();
    }

    synchronized long firstUndone(long from) {
        return done.firstUndone(from);
    }

    synchronized boolean isDone(long ordinal) {
        return done.firstUndone(ordinal) != ordinal;
    }

    synchronized long pendingEvents() {
        return pending;
    }

    synchronized long oldestPendingMillis() {
        if (pending <= 0) {
            return 0;
        }
        long oldest = out.isEmpty() ? Long.MAX_VALUE : out.firstEntry().getValue().receivedAtMillis;
        if (pending > outEvents) {
            oldest = Math.min(oldest, steppedOverSince == 0 ? unreadSince : Math.min(unreadSince, steppedOverSince));
        }
        return oldest;
    }

    private void end(long from, long to, Share share, Outcomes outcomes) {
        pending -= to - from;
        if (!Outcomes.NONE.equals(outcomes)) {
            totals.merge(share.project(), outcomes, Outcomes::plus);
            hours.settled(share.project(), share.hourMillis(), outcomes);
        }
        unfinished.remove(from, share, to - from);
        if (done.add(from, to)) {
            unfinished.forgetBelow(done.mark());
        }
    }

    /** Whose events may have been there: the books of the segment without those that are elsewhere in it. */
    private Map<Share, Long> owners(Found.Lost lost, Map<Share, Long> readable) {
        Map<Share, Long> owners = new TreeMap<>(unfinished.of(lost.segment().firstOrdinal()));
        readable.forEach((share, events) -> take(owners, share, events));
        out.subMap(lost.ordinal(), lost.ordinal() + lost.events())
                .values()
                .forEach(frame -> take(owners, frame.share(), frame.events));
        if (!lost.project().equals(Found.UNKNOWN_PROJECT)) {
            owners.keySet().removeIf(share -> !share.project().equals(lost.project()));
        }
        return owners;
    }

    private static void take(Map<Share, Long> owners, Share share, long events) {
        owners.computeIfPresent(share, (_, left) -> left > events ? left - events : null);
    }

    private Share nextOwner(Map<Share, Long> owners, String project) {
        // Without an owner their hour is lost with them: that of what is read now is the nearest guess.
        return owners.isEmpty()
                ? Share.of(project, unreadSince)
                : owners.keySet().iterator().next();
    }

    private SegmentSummary summary(Segment segment) {
        Segment.Extent extent = segment.extent();
        return new SegmentSummary(
                segment.firstOrdinal(), extent.endOrdinal(), extent.length(), unfinished.of(segment.firstOrdinal()));
    }

    private boolean becomesDirty() {
        boolean wasClean = !dirty;
        dirty = true;
        return wasClean;
    }

    private record Out(int events, String project, long receivedAtMillis) {
        Share share() {
            return Share.of(project, receivedAtMillis);
        }
    }
}
