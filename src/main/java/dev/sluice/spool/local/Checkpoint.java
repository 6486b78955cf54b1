package dev.sluice.spool.local;

import dev.sluice.spool.HourBooks;
import dev.sluice.spool.Spool.Outcomes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * How far the log is done, and the books up to there.
 *
 * @param sequence counts checkpoints; of two readable ones the higher is the later
 * @param mark every event before this ordinal has its outcome
 * @param totals outcomes of the events before the mark and of those that never reached the spool, per project
 * @param hours the same by hour of arrival; not to be modified
 */
record Checkpoint(long sequence, long mark, Map<String, Outcomes> totals, HourBooks hours) {
    static final Checkpoint NONE = new Checkpoint(0, 0, Map.of(), new HourBooks());

    private static final long MAGIC =
            ByteBuffer.wrap("SLCKPT1\n".getBytes(StandardCharsets.US_ASCII)).getLong();
    private static final int HEAD_BYTES = 16;

    Checkpoint {
        totals = Map.copyOf(totals);
    }

    ByteBuffer encode() {
        int length = HEAD_BYTES + 20 + hours.encodedLength();
        for (String project : totals.keySet()) {
            length += 4 + project.getBytes(StandardCharsets.UTF_8).length + 32;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putLong(MAGIC).putInt(length).putInt(0);
        out.putLong(sequence).putLong(mark).putInt(totals.size());
        new TreeMap<>(totals).forEach((project, outcomes) -> {
            byte[] name = project.getBytes(StandardCharsets.UTF_8);
            out.putInt(name.length).put(name);
            out.putLong(outcomes.delivered())
                    .putLong(outcomes.duplicate())
                    .putLong(outcomes.rejected())
                    .putLong(outcomes.deadLettered());
        });
        hours.encodeTo(out);
        return out.putInt(12, crc(out.array(), length)).flip();
    }

    /** Empty if the bytes are not a whole checkpoint. Bytes behind it do not matter: it may lie over a longer, older one. */
    static Optional<Checkpoint> decode(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (in.getLong() != MAGIC) {
                return Optional.empty();
            }
            int length = in.getInt();
            if (length < HEAD_BYTES || length > bytes.length || in.getInt() != crc(bytes, length)) {
                return Optional.empty();
            }
            long sequence = in.getLong();
            long mark = in.getLong();
            int projects = in.getInt();
            Map<String, Outcomes> totals = new TreeMap<>();
            for (int i = 0; i < projects; i++) {
                int nameLength = in.getInt();
                String project = new String(bytes, in.position(), nameLength, StandardCharsets.UTF_8);
                in.position(in.position() + nameLength);
                totals.put(project, new Outcomes(in.getLong(), in.getLong(), in.getLong(), in.getLong()));
            }
            // The first release wrote no hours; its checkpoint ends here.
            HourBooks hours = in.position() < length ? HourBooks.decode(in) : new HourBooks();
            return Optional.of(new Checkpoint(sequence, mark, totals, hours));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, HEAD_BYTES, length - HEAD_BYTES);
        return (int) crc.getValue();
    }
}
