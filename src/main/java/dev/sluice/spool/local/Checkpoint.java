package dev.sluice.spool.local;

import dev.sluice.spool.HourBooks;
import dev.sluice.spool.Share;
import dev.sluice.spool.Spool.Outcomes;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * How far the log is done, and the books up to there; {@code docs/spool-format.md} has the layout.
 *
 * @param sequence counts checkpoints; of two readable ones the higher is the later
 * @param done which events have their outcome
 * @param totals outcomes of the events that are done and of those that never reached the spool, per project
 * @param hours the same by hour of arrival; not to be modified
 * @param segments those that are not written to any more, oldest first
 */
record Checkpoint(
        long sequence,
        DoneOrdinals done,
        Map<String, Outcomes> totals,
        HourBooks hours,
        List<SegmentSummary> segments) {
    static final int VERSION = 2;

    private static final byte[] NAME = "SLCKPT".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 16;

    Checkpoint {
        totals = Map.copyOf(totals);
        segments = List.copyOf(segments);
    }

    /** Nothing before that ordinal is there. */
    static Checkpoint none(long mark) {
        return new Checkpoint(0, new DoneOrdinals(mark), Map.of(), new HourBooks(), List.of());
    }

    long mark() {
        return done.mark();
    }

    ByteBuffer encode() {
        List<String> projects = projects();
        ByteBuffer out = ByteBuffer.allocate(encodedLength(projects));
        out.put(NAME).put((byte) ('0' + VERSION)).put((byte) '\n').putLong(0);
        out.putLong(sequence).putLong(mark()).putInt(projects.size());
        Map<String, Integer> numbers = new HashMap<>();
        for (String project : projects) {
            numbers.put(project, numbers.size());
            byte[] name = project.getBytes(StandardCharsets.UTF_8);
            Outcomes outcomes = totals.getOrDefault(project, Outcomes.NONE);
            out.putInt(name.length).put(name);
            out.putLong(outcomes.delivered())
                    .putLong(outcomes.duplicate())
                    .putLong(outcomes.rejected())
                    .putLong(outcomes.deadLettered());
        }
        done.encode(out);
        hours.encodeTo(out);
        out.putInt(segments.size());
        for (SegmentSummary segment : segments) {
            out.putLong(segment.firstOrdinal()).putLong(segment.endOrdinal()).putLong(segment.length());
            out.putInt(segment.unfinished().size());
            segment.unfinished()
                    .forEach((share, events) -> out.putInt(numbers.getOrDefault(share.project(), -1))
                            .putLong(share.hourMillis())
                            .putLong(events));
        }
        out.putInt(8, out.position());
        return out.putInt(12, crc(out.array(), out.position())).flip();
    }

    /**
     * Empty if the bytes are not a whole checkpoint. Bytes behind it do not matter: it may lie over a longer, older one.
     *
     * @throws IOException if it is whole and of a version that this build does not know
     */
    static Optional<Checkpoint> decode(byte[] bytes) throws IOException {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            for (byte expected : NAME) {
                if (in.get() != expected) {
                    return Optional.empty();
                }
            }
            int version = in.get() - '0';
            in.get();
            int length = in.getInt();
            if (length < HEAD_BYTES || length > bytes.length || in.getInt() != crc(bytes, length)) {
                return Optional.empty();
            }
            if (version < 1 || version > VERSION) {
                throw new IOException("the checkpoint of the spool has format version " + version
                        + ", this Sluice reads versions 1 to " + VERSION
                        + "; start the version that wrote it, or use another data directory");
            }
            return Optional.of(decodeBody(version, in));
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Checkpoint decodeBody(int version, ByteBuffer in) {
        long sequence = in.getLong();
        long mark = in.getLong();
        List<String> projects = new ArrayList<>();
        Map<String, Outcomes> totals = new TreeMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            int nameLength = in.getInt();
            String project = new String(in.array(), in.position(), nameLength, StandardCharsets.UTF_8);
            in.position(in.position() + nameLength);
            projects.add(project);
            totals.put(project, new Outcomes(in.getLong(), in.getLong(), in.getLong(), in.getLong()));
        }
        if (version == 1) {
            return new Checkpoint(sequence, new DoneOrdinals(mark), totals, new HourBooks(), List.of());
        }
        DoneOrdinals done = DoneOrdinals.decode(mark, in);
        HourBooks hours = HourBooks.decode(in);
        List<SegmentSummary> segments = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            long first = in.getLong();
            long end = in.getLong();
            long length = in.getLong();
            Map<Share, Long> unfinished = new HashMap<>();
            for (int entries = in.getInt(); entries > 0; entries--) {
                unfinished.put(new Share(projects.get(in.getInt()), in.getLong()), in.getLong());
            }
            segments.add(new SegmentSummary(first, end, length, unfinished));
        }
        return new Checkpoint(sequence, done, totals, hours, segments);
    }

    private List<String> projects() {
        TreeSet<String> projects = new TreeSet<>(totals.keySet());
        segments.forEach(segment -> segment.unfinished().keySet().forEach(share -> projects.add(share.project())));
        return List.copyOf(projects);
    }

    private int encodedLength(List<String> projects) {
        int length = HEAD_BYTES + 20 + done.encodedLength() + hours.encodedLength() + 4;
        for (String project : projects) {
            length += 4 + project.getBytes(StandardCharsets.UTF_8).length + 32;
        }
        for (SegmentSummary segment : segments) {
            length += 28 + 20 * segment.unfinished().size();
        }
        return length;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, HEAD_BYTES, length - HEAD_BYTES);
        return (int) crc.getValue();
    }
}
