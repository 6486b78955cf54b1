package dev.sluice.delivery;

import dev.sluice.spool.Frame;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The events of a frame one by one, inflated where that is needed. */
final class FrameContent {
    private final byte[] raw;
    private final int[] starts;

    private FrameContent(byte[] raw, int[] starts) {
        this.raw = raw;
        this.starts = starts;
    }

    static FrameContent of(Frame frame) throws DamagedFrameException {
        byte[] raw = frame.deflated() ? inflate(frame) : frame.payload();
        int[] starts = new int[frame.entries().size() + 1];
        for (int i = 0; i < frame.entries().size(); i++) {
            int length = frame.entries().get(i).length();
            if (length < 0 || length > raw.length - starts[i]) {
                throw new DamagedFrameException("an event does not lie inside the payload");
            }
            starts[i + 1] = starts[i] + length + 1;
        }
        if (starts[starts.length - 1] - 1 != raw.length) {
            throw new DamagedFrameException("the lengths of the events do not add up to the payload's");
        }
        return new FrameContent(raw, starts);
    }

    /** The bytes that {@link #start} and {@link #end} refer to. */
    byte[] bytes() {
        return raw;
    }

    int start(int event) {
        return starts[event];
    }

    int end(int event) {
        return starts[event + 1] - 1;
    }

    private static byte[] inflate(Frame frame) throws DamagedFrameException {
        if (frame.rawLength() < 0) {
            throw new DamagedFrameException("the length of the payload is negative");
        }
        byte[] raw = new byte[frame.rawLength()];
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(frame.payload());
            int n = 0;
            while (n < raw.length) {
                int more = inflater.inflate(raw, n, raw.length - n);
                if (more == 0) {
                    throw new DamagedFrameException("the payload is shorter than it should be");
                }
                n += more;
            }
        } catch (DataFormatException e) {
            throw new DamagedFrameException("the payload cannot be inflated");
        }
        return raw;
    }
}
