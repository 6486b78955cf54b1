package dev.sluice.cli;

import dev.sluice.json.ByteSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream of any length, one at a time. A line that is too long is passed over, not held. */
final class Lines {
    private static final int BUFFER = 64 << 10;
    private static final int KEPT = 1 << 20;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER];
    private ByteSink line = new ByteSink(8192);
    private int position;
    private int limit;
    private boolean isTooLong;

    Lines(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** Reads the next line; false at the end of the stream. */
    boolean next() throws IOException {
        if (line.array().length > KEPT) {
            line = new ByteSink(8192);
        }
        line.clear();
        isTooLong = false;
        boolean some = false;
        while (position < limit || fill()) {
            some = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            append(position, end);
            position = end;
            if (end < limit) {
                position++;
                return true;
            }
        }
        return some;
    }

    /** Whether asking for the next line may have to wait for whoever writes it. */
    boolean mayWait() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\n') {
                return false;
            }
        }
        return true;
    }

    /** Whether the line read last is longer than allowed; then {@link #bytes} has only some of it. */
    boolean isTooLong() {
        return isTooLong;
    }

    /** The line read last, without what ends it. */
    byte[] bytes() {
        byte[] bytes = line.toByteArray();
        int length = bytes.length;
        return length > 0 && bytes[length - 1] == '\r' ? Arrays.copyOf(bytes, length - 1) : bytes;
    }

    private void append(int from, int to) {
        isTooLong |= line.length() + (to - from) > maxBytes;
        if (!isTooLong) {
            line.append(buffer, from, to);
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }
}
