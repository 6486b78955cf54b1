package dev.sluice.spool.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Goes along the segments in order, over damaged places and missing files, and never backwards but for a jump. Not thread-safe. */
final class LogWalk implements Closeable {
    private final SpoolFiles files;
    private final NavigableMap<Long, Segment> segments;
    private final Wanted wanted;
    private @Nullable SegmentReader reader;
    private long expected;

    /**
     * @param segments by first ordinal; may grow at its end while the walk goes on
     * @param wanted of the other frames only the header is read
     * @param expected the ordinal to start at; segments wholly before it are not opened
     */
    LogWalk(SpoolFiles files, NavigableMap<Long, Segment> segments, Wanted wanted, long expected) {
        this.files = files;
        this.segments = segments;
        this.wanted = wanted;
        this.expected = expected;
    }

    /** The ordinal that comes next. */
    long expected() {
        return expected;
    }

    /** Goes on at another place, ahead of here or behind. */
    void jumpTo(Spot spot) throws IOException {
        if (reader == null || spot.ordinal() != expected) {
            close();
            expected = spot.ordinal();
            reader = spot.segment() == null ? null : open(spot.segment(), spot.offset());
        }
    }

    /** Where it is. */
    Spot spot() {
        SegmentReader open = reader;
        return open == null ? new Spot(expected, null, 0) : new Spot(expected, open.segment(), open.offset());
    }

    /**
     * What comes next, or null at the committed end or once there is nothing more before the limit. After an
     * {@code IOException} the same place is tried again.
     */
    @Nullable
    Found next(long limit) throws IOException {
        while (true) {
            expected = wanted.from(expected);
            if (expected >= limit) {
                return null;
            }
            SegmentReader current = reader;
            if (current != null && expected >= current.segment().extent().endOrdinal()) {
                close();
                current = null;
            }
            if (current == null) {
                Segment segment = segmentOf(expected);
                if (segment == null) {
                    return null;
                }
                if (expected < segment.firstOrdinal()) {
                    return step(missing(segment, segment.firstOrdinal()));
                }
                current = open(segment, SegmentHeader.BYTES);
                if (current == null) {
                    return step(missing(segment, segment.extent().endOrdinal()));
                }
                reader = current;
            }
            // Asked before the read: only a segment that already has a successor will not grow any more.
            Segment successor = segmentAfter(current.segment().firstOrdinal());
            Found found = current.next(expected, wanted);
            if (found != null) {
                return step(found);
            }
            if (successor == null) {
                return null;
            }
            close();
            expected = Math.max(expected, current.segment().extent().endOrdinal());
        }
    }

    @Override
    public void close() throws IOException {
        SegmentReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }

    private Found step(Found found) {
        switch (found) {
            case Found.Whole whole ->
                expected = whole.stored().ordinal() + whole.stored().events();
            case Found.Passed passed -> expected = passed.header().endOrdinal();
            case Found.Lost lost -> expected = lost.ordinal() + lost.events();
            case Found.Torn _ -> {}
        }
        return found;
    }

    private Found missing(Segment segment, long to) {
        return new Found.Lost(expected, to - expected, Found.UNKNOWN_PROJECT, segment, 0, 0);
    }

    /** The segment to look for that event in, or where the log goes on behind it; null if it ends before. */
    private @Nullable Segment segmentOf(long ordinal) {
        Map.Entry<Long, Segment> floor = segments.floorEntry(ordinal);
        return floor != null && floor.getValue().extent().endOrdinal() > ordinal
                ? floor.getValue()
                : segmentAfter(ordinal);
    }

    private @Nullable Segment segmentAfter(long firstOrdinal) {
        Map.Entry<Long, Segment> next = segments.higherEntry(firstOrdinal);
        return next == null ? null : next.getValue();
    }

    /** Null if the file is gone: somebody deleted it, and nothing brings it back. */
    private @Nullable SegmentReader open(Segment segment, long offset) throws IOException {
        try {
            return new SegmentReader(files, segment, offset);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
