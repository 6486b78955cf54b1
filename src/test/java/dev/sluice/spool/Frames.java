package dev.sluice.spool;

import dev.sluice.event.EventKey;
import dev.sluice.event.Lane;
import dev.sluice.spool.Spool.Outcomes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;

/** Frames for tests; each can be told from every other by its number. */
public final class Frames {
    public static final Duration SOON = Duration.ofSeconds(20);

    private Frames() {}

    public static Frame frame(int number) {
        return frame(number, "shop", 1, 40);
    }

    public static Frame frame(int number, String project, int events, int eventBytes) {
        StringBuilder raw = new StringBuilder();
        List<Frame.Entry> entries = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            String head = "{\"event\":\"n" + number + "\",\"i\":" + i + ",\"p\":\"";
            String json = head + "x".repeat(Math.max(0, eventBytes - head.length() - 2)) + "\"}";
            raw.append(i == 0 ? "" : ",").append(json);
            entries.add(new Frame.Entry(new UUID(number, i), new EventKey(number, ~i), json.length()));
        }
        byte[] payload = raw.toString().getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(payload);
        return new Frame(
                project, Lane.EVENTS, 0, 1_700_000_000_000L + number, entries, false, payload, payload.length, (int)
                        crc.getValue());
    }

    /** The same, received at that moment. */
    public static Frame received(long atMillis, Frame frame) {
        return new Frame(
                frame.project(),
                frame.lane(),
                frame.session(),
                atMillis,
                frame.entries(),
                frame.deflated(),
                frame.payload(),
                frame.rawLength(),
                frame.rawCrc());
    }

    public static int number(StoredFrame stored) {
        return (int) stored.frame().entries().getFirst().uuid().getMostSignificantBits();
    }

    public static Outcomes delivered(StoredFrame stored) {
        return new Outcomes(stored.events(), 0, 0, 0);
    }

    public static void append(Spool spool, Frame... frames) {
        spool.append(List.of(frames)).toCompletableFuture().join();
    }

    public static StoredFrame next(Spool spool) throws InterruptedException {
        return spool.next(SOON).orElseThrow();
    }

    /** Everything that is pending; for a spool of which no pending frame was taken before. */
    public static List<StoredFrame> drain(Spool spool) throws InterruptedException {
        List<StoredFrame> all = new ArrayList<>();
        long left = spool.status().pendingEvents();
        while (left > 0) {
            StoredFrame stored = next(spool);
            all.add(stored);
            left -= stored.events();
        }
        spool.next(Duration.ZERO).ifPresent(all::add); // one too many must show
        return all;
    }

    /** The same content; records of arrays do not say so themselves. */
    public static boolean same(Frame one, Frame other) {
        return one.project().equals(other.project())
                && one.lane() == other.lane()
                && one.session() == other.session()
                && one.receivedAtMillis() == other.receivedAtMillis()
                && one.entries().equals(other.entries())
                && one.deflated() == other.deflated()
                && Arrays.equals(one.payload(), other.payload())
                && one.rawLength() == other.rawLength()
                && one.rawCrc() == other.rawCrc()
                && one.origin().equals(other.origin());
    }
}
