package dev.sluice.json;

import java.util.Arrays;

/** A growing byte array for output that is assembled once and then handed on. Not thread-safe; meant to be reused. */
public final class ByteSink {
    private static final int KEPT = 1 << 16;

    private byte[] bytes;
    private int length;

    public ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    public void clear() {
        length = 0;
    }

    /** Forgets what was written, and gives memory back that only something unusually large needed. */
    public void trim() {
        length = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[KEPT];
        }
    }

    public int length() {
        return length;
    }

    /** The backing array: valid up to {@link #length()} and until the next write. */
    public byte[] array() {
        return bytes;
    }

    public ByteSink append(byte b) {
        ensure(1);
        bytes[length++] = b;
        return this;
    }

    public ByteSink append(byte[] source) {
        return append(source, 0, source.length);
    }

    public ByteSink append(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(length, more), bytes.length + (bytes.length >> 1) + 16));
        }
    }
}
