package dev.sluice.spool.local;

import dev.sluice.spool.FrameHeader;
import dev.sluice.spool.HourBooks;
import dev.sluice.spool.Share;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.StoredFrame;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What a start finds. The checkpoint says what is in the segments that ended before it; they are not read, but for their
 * length, and damage in them is found by the reader. The rest, the last segment as a rule, is read once, wholly, and each
 * frame is checked. Bytes behind the last whole frame of the last segment are a write that was cut short; they are cut off,
 * and a copy is kept. Anything else that is not a frame is damage: it is stepped over, reported and copied aside, and never
 * stops the start.
 */
final class Recovery {
    private final SpoolFiles files;
    private final Path directory;
    private final boolean fsync;
    private final DamagedBytes damaged;
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final NavigableMap<Long, SegmentSummary> known = new TreeMap<>();
    private final Unfinished unfinished = new Unfinished();
    private final Map<String, Outcomes> totals = new HashMap<>();
    private HourBooks hours = new HourBooks();
    private long lastMillis;
    private final List<Found.Lost> lost = new ArrayList<>();
    private Checkpoint checkpoint = Checkpoint.none(0);
    private long oldestPendingMillis;
    private long nextOrdinal;

    Recovery(SpoolFiles files, Path directory, boolean fsync, DamagedBytes damaged) {
        this.files = files;
        this.directory = directory;
        this.fsync = fsync;
        this.damaged = damaged;
    }

    /**
     * @throws IOException if the directory cannot be read, or was written by a newer version
     */
    void run(CheckpointFiles checkpoints) throws IOException {
        listSegments();
        Checkpoint found = checkpoints.load().orElseGet(() -> withoutCheckpoint(checkpoints));
        totals.putAll(found.totals());
        hours = found.hours().copy();
        found.segments().forEach(summary -> take(summary, found.done()));
        try (LogWalk walk = new LogWalk(files, segments, new Unknown(found.done()), found.mark())) {
            for (Found next = walk.next(Long.MAX_VALUE); next != null; next = walk.next(Long.MAX_VALUE)) {
                switch (next) {
                    case Found.Whole whole -> count(whole);
                    case Found.Lost place -> lost.add(place);
                    case Found.Torn torn -> cut(torn);
                    case Found.Passed _ -> throw new IllegalStateException("every frame was wanted");
                }
            }
            nextOrdinal = Math.max(walk.expected(), found.done().end());
            cutShort(walk.expected(), found.done());
        }
        finishLast();
        // Not before the walk is at its end: it would step over what is behind the place in the same frame.
        lost.forEach(place -> count(place, found.done()));
        oldestPendingMillis = oldestPending(found.done());
        checkpoint = new Checkpoint(found.sequence(), found.done(), totals, hours, List.of());
    }

    /** As it was found, with what was lost since. */
    Checkpoint checkpoint() {
        return checkpoint;
    }

    ConcurrentSkipListMap<Long, Segment> segments() {
        return segments;
    }

    Unfinished unfinished() {
        return unfinished;
    }

    long nextOrdinal() {
        return nextOrdinal;
    }

    long oldestPendingMillis() {
        return oldestPendingMillis;
    }

    Map<String, Recovered> byProject() {
        Map<String, Recovered> found = new TreeMap<>();
        totals.forEach((project, outcomes) -> found.put(project, new Recovered(outcomes, 0)));
        unfinished
                .byProject()
                .forEach((project, events) -> found.merge(
                        project,
                        new Recovered(Outcomes.NONE, events),
                        (one, other) -> new Recovered(one.totals(), other.pending())));
        return Map.copyOf(found);
    }

    private void listSegments() throws IOException {
        for (Path file : files.list(directory)) {
            OptionalLong first = Segment.ordinalOf(file);
            if (first.isPresent()) {
                // The end comes below, when the successor is known.
                Segment segment = new Segment(file, first.getAsLong(), new Segment.Extent(0, Segment.UNKNOWN));
                segments.put(first.getAsLong(), segment);
            }
        }
        for (Segment segment : segments.values()) {
            try (SegmentReader reader = new SegmentReader(files, segment, 0)) {
                Map.Entry<Long, Segment> successor = segments.higherEntry(segment.firstOrdinal());
                segment.extend(
                        new Segment.Extent(reader.size(), successor == null ? Segment.UNKNOWN : successor.getKey()));
                if (!reader.isHeaderWhole() && reader.size() >= SegmentHeader.BYTES) {
                    Log.errorf("spool: the header of %s is damaged; its frames are read all the same", file(segment));
                }
            }
        }
    }

    private Checkpoint withoutCheckpoint(CheckpointFiles checkpoints) {
        if (segments.isEmpty()) {
            return Checkpoint.none(0);
        }
        if (checkpoints.exists()) {
            Log.errorf(
                    "spool: no checkpoint in %s is readable; delivery starts again at the oldest segment and the totals at 0",
                    directory);
        }
        return Checkpoint.none(segments.firstKey());
    }

    /** Believes the checkpoint about a segment, if the file is there in its length. */
    private void take(SegmentSummary summary, DoneOrdinals done) {
        Segment segment = segments.get(summary.firstOrdinal());
        if (summary.endOrdinal() <= done.mark()) {
            return;
        }
        if (segment == null) {
            if (!summary.unfinished().isEmpty()) {
                gone(summary, done);
            }
            return;
        }
        if (segment.extent().length() < summary.length() || segment.extent().endOrdinal() < summary.endOrdinal()) {
            return;
        }
        known.put(summary.firstOrdinal(), summary);
        summary.unfinished().forEach((share, events) -> unfinished.add(summary.firstOrdinal(), share, events));
        segment.extend(new Segment.Extent(summary.length(), summary.endOrdinal()));
    }

    /** Its file is gone, but the checkpoint still says whose events were in it. */
    private void gone(SegmentSummary summary, DoneOrdinals done) {
        Log.errorf(
                "spool: %s is gone, and with it the events from %d to %d that were not delivered;"
                        + " they count as dead-lettered",
                Segment.path(directory, summary.firstOrdinal()).getFileName(),
                summary.firstOrdinal(),
                summary.endOrdinal() - 1);
        done.add(summary.firstOrdinal(), summary.endOrdinal());
        summary.unfinished().forEach((share, events) -> dead(share.project(), share.hourMillis(), events));
    }

    private void dead(String project, long receivedAtMillis, long events) {
        Outcomes outcomes = new Outcomes(0, 0, 0, events);
        totals.merge(project, outcomes, Outcomes::plus);
        hours.settled(project, receivedAtMillis, outcomes);
    }

    private void count(Found.Whole whole) {
        StoredFrame stored = whole.stored();
        lastMillis = stored.frame().receivedAtMillis();
        unfinished.add(whole.segment().firstOrdinal(), Share.of(stored.frame().project(), lastMillis), stored.events());
    }

    /** The device has lost the end of the log, beyond which something is done: no new event may get a number of those. */
    private void cutShort(long end, DoneOrdinals done) {
        long events = done.finish(end, nextOrdinal);
        if (events > 0) {
            Log.errorf(
                    "spool: the log ends at event %d, but %d later ones were known; they count as dead-lettered",
                    end, events);
            dead(Found.UNKNOWN_PROJECT, lastMillis, events);
        }
    }

    private void count(Found.Lost place, DoneOrdinals done) {
        long events = done.finish(place.ordinal(), place.ordinal() + place.events());
        if (events > 0) {
            damaged.report(place);
            // Their hour is lost with them: that of what was read last is the nearest guess.
            dead(place.project(), lastMillis, events);
        }
    }

    private void cut(Found.Torn torn) throws IOException {
        Log.warnf(
                "spool: cut %d bytes of an unfinished write off the end of %s (kept %d bytes)",
                torn.to() - torn.from(), file(torn.segment()), torn.from());
        damaged.keep(torn);
        try (SegmentFile file = files.open(torn.segment().path())) {
            file.truncate(torn.from());
        }
        torn.segment().extend(new Segment.Extent(torn.from(), Segment.UNKNOWN));
    }

    /** Gives the last segment its end. No later start writes to it again; one without a frame would be in the way. */
    private void finishLast() throws IOException {
        if (segments.isEmpty()) {
            return;
        }
        Segment last = segments.lastEntry().getValue();
        if (last.firstOrdinal() >= nextOrdinal) {
            files.deleteIfExists(last.path());
            segments.remove(last.firstOrdinal());
            return;
        }
        last.extend(new Segment.Extent(last.extent().length(), nextOrdinal));
        if (fsync) {
            // After a crash of the process alone, its last write may be in memory only, and it is about to be
            // delivered.
            try (SegmentFile file = files.open(last.path())) {
                file.force();
            }
        }
    }

    /** When the first event was received that is not done; 0 if there is none. */
    private long oldestPending(DoneOrdinals done) throws IOException {
        try (LogWalk walk = new LogWalk(files, segments, new Headers(done), done.mark())) {
            @Nullable Found found;
            while ((found = walk.next(nextOrdinal)) != null) {
                if (found instanceof Found.Passed passed) {
                    return passed.header().receivedAtMillis();
                }
            }
            return 0;
        }
    }

    private static Path file(Segment segment) {
        return segment.path().getFileName();
    }

    /** Steps over what is done and over segments that the checkpoint knows. */
    private final class Unknown implements Wanted {
        private final DoneOrdinals done;

        Unknown(DoneOrdinals done) {
            this.done = done;
        }

        @Override
        public long from(long ordinal) {
            long at = ordinal;
            while (true) {
                at = done.firstUndone(at);
                Map.Entry<Long, SegmentSummary> segment = known.floorEntry(at);
                if (segment == null || segment.getValue().endOrdinal() <= at) {
                    return at;
                }
                at = segment.getValue().endOrdinal();
            }
        }

        @Override
        public boolean wants(FrameHeader header) {
            return true;
        }
    }

    private record Headers(DoneOrdinals done) implements Wanted {
        @Override
        public long from(long ordinal) {
            return done.firstUndone(ordinal);
        }

        @Override
        public boolean wants(FrameHeader header) {
            return false;
        }
    }
}
