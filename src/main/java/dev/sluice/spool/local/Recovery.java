package dev.sluice.spool.local;

import dev.sluice.spool.HourBooks;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.StoredFrame;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What a start finds: the segments from the checkpoint on are read once, wholly, and each frame is checked. Bytes behind the
 * last whole frame of the last segment are a write that was cut short; they are cut off. Anything else that is not a frame
 * is damage: it is stepped over, reported and copied aside, and never stops the start.
 */
final class Recovery {
    private final SpoolFiles files;
    private final Path directory;
    private final boolean fsync;
    private final DamagedBytes damaged;
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final Map<String, Long> pending = new HashMap<>();
    private final Map<String, Long> lost = new HashMap<>();
    private final NavigableMap<Long, Long> lostPlaces = new TreeMap<>();
    private Checkpoint checkpoint = Checkpoint.NONE;
    private HourBooks hours = new HourBooks();
    private long lastMillis;
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
        checkpoint = checkpoints.load().orElseGet(() -> withoutCheckpoint(checkpoints));
        hours = checkpoint.hours().copy();
        try (LogWalk walk = new LogWalk(files, segments, checkpoint.mark())) {
            for (Found found = walk.next(); found != null; found = walk.next()) {
                switch (found) {
                    case Found.Whole whole -> count(whole.stored());
                    case Found.Lost place -> count(place);
                    case Found.Torn torn -> cut(torn);
                }
            }
            nextOrdinal = Math.max(walk.expected(), checkpoint.mark());
        }
        finishLast();
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    ConcurrentSkipListMap<Long, Segment> segments() {
        return segments;
    }

    long nextOrdinal() {
        return nextOrdinal;
    }

    long pendingEvents() {
        return pending.values().stream().mapToLong(Long::longValue).sum();
    }

    long oldestPendingMillis() {
        return oldestPendingMillis;
    }

    /** The books by hour of all that is stored, done or not. */
    HourBooks hours() {
        return hours;
    }

    NavigableMap<Long, Long> lostPlaces() {
        return lostPlaces;
    }

    Map<String, Recovered> byProject() {
        Map<String, Recovered> found = new TreeMap<>();
        checkpoint.totals().forEach((project, totals) -> found.put(project, new Recovered(totals, 0)));
        pending.forEach(
                (project, events) -> found.merge(project, new Recovered(Outcomes.NONE, events), Recovery::plus));
        lost.forEach((project, events) ->
                found.merge(project, new Recovered(new Outcomes(0, 0, 0, events), 0), Recovery::plus));
        return Map.copyOf(found);
    }

    private static Recovered plus(Recovered one, Recovered other) {
        return new Recovered(one.totals().plus(other.totals()), one.pending() + other.pending());
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
            return Checkpoint.NONE;
        }
        if (checkpoints.exists()) {
            Log.errorf(
                    "spool: no checkpoint in %s is readable; delivery starts again at the oldest segment and the totals at 0",
                    directory);
        }
        return new Checkpoint(0, segments.firstKey(), Map.of(), new HourBooks());
    }

    private void count(StoredFrame stored) {
        pending.merge(stored.frame().project(), (long) stored.events(), Long::sum);
        lastMillis = stored.frame().receivedAtMillis();
        hours.stored(stored.frame().project(), lastMillis, stored.events());
        if (oldestPendingMillis == 0) {
            oldestPendingMillis = stored.frame().receivedAtMillis();
        }
    }

    private void count(Found.Lost place) {
        damaged.report(place);
        if (place.events() > 0) {
            lost.merge(place.project(), place.events(), Long::sum);
            hours.settled(place.project(), lastMillis, new Outcomes(0, 0, 0, place.events()));
            lostPlaces.merge(place.ordinal(), place.events(), Long::sum);
        }
    }

    private void cut(Found.Torn torn) throws IOException {
        Log.warnf(
                "spool: cut %d bytes of an unfinished write off the end of %s (kept %d bytes)",
                torn.to() - torn.from(), file(torn.segment()), torn.from());
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

    private static Path file(Segment segment) {
        return segment.path().getFileName();
    }
}
