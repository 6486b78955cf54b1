package dev.sluice.delivery;

import dev.sluice.event.EventKey;
import dev.sluice.event.Lane;
import dev.sluice.spool.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Frames as the spool gives them back. */
final class SampleFrames {
    private SampleFrames() {}

    /** The n-th event: equal numbers are copies of one event. */
    static String event(int n) {
        return "{\"uuid\":\"" + uuid(n) + "\",\"event\":\"e" + n
                + "\",\"distinct_id\":\"d\",\"timestamp\":\"2026-11-22T10:00:00.000Z\"}";
    }

    static UUID uuid(int n) {
        return new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0000L | n);
    }

    static Frame raw(String project, int... numbers) {
        return frame(project, Lane.EVENTS, 0, false, events(numbers), numbers);
    }

    static Frame deflated(String project, int... numbers) {
        return frame(project, Lane.EVENTS, 0, true, events(numbers), numbers);
    }

    static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    static List<String> events(int... numbers) {
        return IntStream.of(numbers).mapToObj(SampleFrames::event).toList();
    }

    static Frame frame(
            String project, Lane lane, long session, boolean deflate, List<String> events, int... identities) {
        byte[] raw = String.join(",", events).getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(raw);
        List<Frame.Entry> entries = IntStream.range(0, events.size())
                .mapToObj(i -> new Frame.Entry(
                        uuid(identities[i]),
                        new EventKey(identities[i] * 31L, identities[i]),
                        events.get(i).getBytes(StandardCharsets.UTF_8).length))
                .toList();
        return new Frame(project, lane, session, 1L, entries, deflate, deflate ? deflate(raw) : raw, raw.length, (int)
                crc.getValue());
    }

    private static byte[] deflate(byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater(1, true)) {
            deflater.setInput(raw);
            byte[] buffer = new byte[1024];
            int n;
            do {
                n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                out.write(buffer, 0, n);
            } while (n == buffer.length);
        }
        return out.toByteArray();
    }
}
