package dev.sluice.spool;

import dev.sluice.event.SafeEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Joins and compresses the events of one frame, with buffers that are used again. Not thread-safe. */
final class PayloadPress implements AutoCloseable {
    private static final int KEPT_BYTES = 1 << 20;

    // Fast level: deflate is the largest single cost of an event (docs: budgets), and PostHog only has to inflate it.
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 crc = new CRC32();
    private byte[] joined = new byte[0];
    private byte[] deflated = new byte[0];

    /** The frame of these events, which are of one lane and session and {@code rawLength} bytes with their commas. */
    Frame frame(String project, long receivedAtMillis, List<SafeEvent> events, int rawLength) {
        List<Frame.Entry> entries = new ArrayList<>(events.size());
        for (SafeEvent event : events) {
            entries.add(new Frame.Entry(event.uuid(), event.key(), event.json().length));
        }
        byte[] raw = join(events, rawLength);
        crc.reset();
        crc.update(raw, 0, rawLength);
        int pressed = rawLength >= FramePacker.MIN_DEFLATED_BYTES ? deflate(raw, rawLength) : rawLength;
        boolean smaller = pressed < rawLength;
        byte[] payload = smaller
                ? Arrays.copyOf(deflated, pressed)
                : raw.length == rawLength ? raw : Arrays.copyOf(raw, rawLength);
        if (payload == joined) {
            joined = new byte[0]; // it belongs to the frame now
        }
        SafeEvent first = events.getFirst();
        Frame frame = new Frame(
                project, first.lane(), first.session(), receivedAtMillis, entries, smaller, payload, rawLength, (int)
                        crc.getValue());
        letGoOfLargeBuffers();
        return frame;
    }

    @Override
    public void close() {
        deflater.end();
    }

    private byte[] join(List<SafeEvent> events, int rawLength) {
        if (events.size() == 1) {
            return events.getFirst().json();
        }
        byte[] into;
        if (rawLength < FramePacker.MIN_DEFLATED_BYTES) {
            into = new byte[rawLength]; // becomes the payload as it is
        } else {
            if (joined.length < rawLength) {
                joined = new byte[rawLength];
            }
            into = joined;
        }
        int at = 0;
        for (SafeEvent event : events) {
            if (at > 0) {
                into[at++] = ',';
            }
            byte[] json = event.json();
            System.arraycopy(json, 0, into, at, json.length);
            at += json.length;
        }
        return into;
    }

    /** Length of the deflate data in {@link #deflated}, or {@code length} if it does not get smaller. */
    private int deflate(byte[] raw, int length) {
        if (deflated.length < length) {
            deflated = new byte[length];
        }
        deflater.reset();
        deflater.setInput(raw, 0, length);
        // Room for all but one byte: data that fills it is not worth keeping, and what does not fill it is flushed
        // whole.
        int room = length - 1;
        int written = deflater.deflate(deflated, 0, room, Deflater.SYNC_FLUSH);
        return written < room ? written : length;
    }

    private void letGoOfLargeBuffers() {
        if (joined.length > KEPT_BYTES) {
            joined = new byte[0];
        }
        if (deflated.length > KEPT_BYTES) {
            deflated = new byte[0];
        }
    }
}
