package dev.sluice.spool.local;

import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.FrameHeader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment from a place on, as far as it is committed at each call. Everything is checked: what is damaged is
 * reported and stepped over, never handed on. Not thread-safe.
 */
final class SegmentReader implements Closeable {
    private static final byte MAGIC_START = (byte) (FrameCodec.MAGIC >>> 24);
    private static final int SEARCH_BYTES = 64 << 10;

    private final Segment segment;
    private final SegmentFile file;
    private final FileWindow window;
    private long offset;

    SegmentReader(SpoolFiles files, Segment segment, long offset) throws IOException {
        this.segment = segment;
        this.file = files.open(segment.path());
        this.window = new FileWindow(file);
        this.offset = offset;
    }

    Segment segment() {
        return segment;
    }

    /** Where the next frame is looked for. */
    long offset() {
        return offset;
    }

    long size() throws IOException {
        return file.size();
    }

    /** Whether the header of the segment is as it was written. */
    boolean isHeaderWhole() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(SegmentHeader.BYTES);
        int read;
        do {
            read = file.read(header, header.position());
        } while (read > 0);
        return !header.hasRemaining() && SegmentHeader.isWhole(header.array());
    }

    /** What comes next at or after the event {@code expected}; null at the committed end. */
    @Nullable
    Found next(long expected, Wanted wanted) throws IOException {
        Segment.Extent extent = segment.extent();
        long limit = extent.length();
        while (offset < limit) {
            FrameHeader header = header(offset, limit);
            if (header == null) {
                return damaged(null, expected, extent);
            }
            if (header.ordinal() >= extent.endOrdinal()) {
                // The rest of a failed write: its ordinals were given to other events, in the next segment.
                offset = limit;
            } else if (header.endOrdinal() <= expected) {
                offset += header.length();
            } else if (header.ordinal() == expected && !wanted.wants(header)) {
                Spot spot = new Spot(expected, segment, offset);
                offset += header.length();
                return new Found.Passed(header, spot);
            } else if (!isBodyWhole(header, offset, limit)) {
                return damaged(header, expected, extent);
            } else if (header.ordinal() > expected) {
                return lost(expected, header.ordinal(), Found.UNKNOWN_PROJECT, offset, offset);
            } else {
                int at = window.load(offset, header.length(), limit) + header.headerLength();
                offset += header.length();
                return new Found.Whole(FrameCodec.frame(header, window.bytes(), at), segment, offset);
            }
        }
        if (extent.endOrdinal() != Segment.UNKNOWN && expected < extent.endOrdinal()) {
            return lost(expected, extent.endOrdinal(), Found.UNKNOWN_PROJECT, limit, limit);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Steps over what is wrong at the current place. The header is there if only the body of the frame is bad. */
    private @Nullable Found damaged(@Nullable FrameHeader header, long expected, Segment.Extent extent)
            throws IOException {
        long from = offset;
        long limit = extent.length();
        boolean isEndKnown = extent.endOrdinal() != Segment.UNKNOWN;
        long later = header != null && isEndKnown
                ? from + header.length()
                : findWhole(header == null ? from + 1 : from + header.length(), expected, extent);
        if (later < 0 && !isEndKnown) {
            offset = limit;
            return new Found.Torn(segment, from, limit);
        }
        if (header != null && later >= 0) {
            offset = from + header.length();
            return lost(expected, header.endOrdinal(), header.project(), from, offset);
        }
        if (later >= 0) {
            FrameHeader next = header(later, limit);
            offset = later;
            long nextOrdinal = next == null ? expected : next.ordinal();
            return lost(expected, nextOrdinal, Found.UNKNOWN_PROJECT, from, later);
        }
        offset = limit;
        return expected < extent.endOrdinal()
                ? lost(expected, extent.endOrdinal(), Found.UNKNOWN_PROJECT, from, limit)
                : null;
    }

    private Found lost(long from, long to, String project, long fromOffset, long toOffset) {
        return new Found.Lost(from, to - from, project, segment, fromOffset, toOffset);
    }

    private @Nullable FrameHeader header(long at, long limit) throws IOException {
        int index = window.load(at, FrameCodec.MAX_HEADER_BYTES, limit);
        FrameHeader header = FrameCodec.header(window.bytes(), index, window.available(at));
        return header != null && at + header.length() <= limit ? header : null;
    }

    private boolean isBodyWhole(FrameHeader header, long at, long limit) throws IOException {
        int index = window.load(at, header.length(), limit);
        return window.available(at) >= header.length()
                && FrameCodec.isBodyWhole(header, window.bytes(), index + header.headerLength());
    }

    /** The place of the first whole frame of this log at or after {@code from}; -1 if there is none. */
    private long findWhole(long from, long expected, Segment.Extent extent) throws IOException {
        long limit = extent.length();
        for (long at = from; limit - at >= FrameCodec.FIXED_BYTES; at++) {
            int index = window.load(at, SEARCH_BYTES, limit);
            if (window.available(at) <= 0) {
                return -1;
            }
            if (window.bytes()[index] != MAGIC_START) {
                continue;
            }
            FrameHeader header = header(at, limit);
            if (header != null
                    && header.ordinal() >= expected
                    && header.ordinal() < extent.endOrdinal()
                    && isBodyWhole(header, at, limit)) {
                return at;
            }
        }
        return -1;
    }
}
