package dev.sluice.spool.local;

import dev.sluice.spool.Frame;
import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.StoredFrame;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of the log. A group of frames is committed as a whole or not at all; after a failure the file is given up
 * and the next group goes to a new one. For the writer thread only, but for {@link #bytes}.
 */
final class SegmentLog {
    // Takes the largest index in one piece (see FrameCodec.MAX_EVENTS), payloads in several.
    private static final int BUFFER_BYTES = 1 << 20;

    private final SpoolFiles files;
    private final Path directory;
    private final boolean fsync;
    private final long segmentBytes;
    private final InstantSource clock;
    private final NavigableMap<Long, Segment> segments;
    private final AtomicLong bytes = new AtomicLong();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long nextOrdinal;
    private @Nullable SegmentFile file;
    private @Nullable Segment active;
    private boolean isEntrySafe;
    private long ends;

    SegmentLog(
            SpoolFiles files,
            Path directory,
            boolean fsync,
            long segmentBytes,
            InstantSource clock,
            NavigableMap<Long, Segment> segments,
            long nextOrdinal) {
        this.files = files;
        this.directory = directory;
        this.fsync = fsync;
        this.segmentBytes = segmentBytes;
        this.clock = clock;
        this.segments = segments;
        this.nextOrdinal = nextOrdinal;
        for (Segment segment : segments.values()) {
            bytes.addAndGet(segment.extent().length());
        }
    }

    /** What the segments occupy. From any thread. */
    long bytes() {
        return bytes.get();
    }

    long nextOrdinal() {
        return nextOrdinal;
    }

    /** The segments that are not written to any more, oldest first. */
    List<Segment> ended() {
        return segments.values().stream().filter(segment -> segment != active).toList();
    }

    /** How many segments were ended since the start. */
    long ends() {
        return ends;
    }

    /** Numbers the frames and makes them durable; on return they are committed, on a failure none of them is. */
    List<Found.Whole> append(List<Frame> frames) throws IOException {
        Segment full = active;
        if (full != null && full.extent().length() >= segmentBytes) {
            seal();
        }
        try {
            SegmentFile target = file;
            Segment segment = active;
            if (target == null || segment == null) {
                files.createDirectories(directory);
                Path path = Segment.path(directory, nextOrdinal);
                segment = new Segment(path, nextOrdinal, new Segment.Extent(0, nextOrdinal));
                active = segment;
                isEntrySafe = false;
                target = files.create(path);
                file = target;
                target.writeFully(SegmentHeader.encode(nextOrdinal, clock.millis()));
            }
            List<Found.Whole> committed = write(frames, target, segment);
            if (fsync) {
                target.force();
                if (!isEntrySafe) {
                    files.forceDirectory(directory);
                    isEntrySafe = true;
                }
            }
            Found.Whole last = committed.getLast();
            bytes.addAndGet(last.end() - segment.extent().length());
            nextOrdinal = last.stored().ordinal() + last.stored().events();
            segment.extend(new Segment.Extent(last.end(), nextOrdinal));
            segments.putIfAbsent(segment.firstOrdinal(), segment);
            return committed;
        } catch (IOException | RuntimeException | Error e) {
            abandon();
            throw e;
        }
    }

    /** Ends the current file; the next group goes to a new one. */
    void seal() {
        SegmentFile open = file;
        file = null;
        active = null;
        if (open != null) {
            ends++;
            try {
                open.close();
            } catch (IOException e) {
                Log.debugf("spool: closing a segment failed (%s)", e.getClass().getSimpleName());
            }
        }
    }

    /** Whether the file that is written to has been deleted or moved away under the writer. */
    boolean isActiveGone() {
        Segment segment = active;
        return segment != null && !files.exists(segment.path());
    }

    /** Tries whether the disk takes a group again, without storing any. */
    void probe() throws IOException {
        Path path = directory.resolve("probe.tmp");
        files.createDirectories(directory);
        try (SegmentFile probe = files.create(path)) {
            probe.writeFully(buffer.clear());
            if (fsync) {
                probe.force();
            }
        } finally {
            files.deleteIfExists(path);
        }
    }

    void force() throws IOException {
        SegmentFile open = file;
        if (open != null) {
            open.force();
        }
    }

    /** Whether some segment holds nothing that is not done. */
    boolean hasDoneSegments(DoneOrdinals done) {
        return segments.values().stream().anyMatch(segment -> isDone(segment, done));
    }

    /**
     * Deletes them, also beyond the mark: one event that cannot be delivered must not keep all that came after it. What is done
     * must be on the device.
     */
    void deleteDoneSegments(DoneOrdinals done) throws IOException {
        for (Segment segment : ended()) {
            if (isDone(segment, done)) {
                files.deleteIfExists(segment.path());
                segments.remove(segment.firstOrdinal());
                bytes.addAndGet(-segment.extent().length());
            }
        }
    }

    private boolean isDone(Segment segment, DoneOrdinals done) {
        return segment != active
                && done.firstUndone(segment.firstOrdinal()) >= segment.extent().endOrdinal();
    }

    private List<Found.Whole> write(List<Frame> frames, SegmentFile target, Segment segment) throws IOException {
        List<Found.Whole> written = new ArrayList<>(frames.size());
        long end = Math.max(segment.extent().length(), SegmentHeader.BYTES);
        long ordinal = nextOrdinal;
        buffer.clear();
        for (Frame frame : frames) {
            if (buffer.remaining() < FrameCodec.headAndIndexLength(frame)) {
                drainTo(target);
            }
            StoredFrame stored = new StoredFrame(ordinal, frame);
            FrameCodec.encodeHeadAndIndex(stored, buffer);
            byte[] payload = frame.payload();
            for (int from = 0; from < payload.length; ) {
                if (!buffer.hasRemaining()) {
                    drainTo(target);
                }
                int count = Math.min(buffer.remaining(), payload.length - from);
                buffer.put(payload, from, count);
                from += count;
            }
            end += FrameCodec.encodedLength(frame);
            ordinal += stored.events();
            written.add(new Found.Whole(stored, segment, end));
        }
        drainTo(target);
        return written;
    }

    private void drainTo(SegmentFile target) throws IOException {
        target.writeFully(buffer.flip());
        buffer.clear();
    }

    /**
     * Gives the current file up. Cutting the uncommitted tail off is only tidy: the next segment's name says from where on
     * it does not count. A file without a committed frame goes altogether, because the next one will have its name.
     */
    private void abandon() {
        SegmentFile open = file;
        Segment segment = active;
        if (open != null && segment != null) {
            try {
                long committed = segment.extent().length();
                if (committed > 0) {
                    open.truncate(committed);
                } else {
                    files.deleteIfExists(segment.path());
                }
            } catch (IOException e) {
                Log.debugf(
                        "spool: a failed write could not be cut off (%s)",
                        e.getClass().getSimpleName());
            }
        }
        seal();
    }
}
