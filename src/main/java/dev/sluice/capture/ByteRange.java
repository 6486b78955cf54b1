package dev.sluice.capture;

import java.util.Arrays;

/**
 * A stretch of an array that belongs to someone else.
 *
 * @param bytes not to be modified
 * @param from index of the first byte
 * @param to index after the last byte
 */
public record ByteRange(byte[] bytes, int from, int to) {
    public static ByteRange of(byte[] bytes) {
        return new ByteRange(bytes, 0, bytes.length);
    }

    public int length() {
        return to - from;
    }

    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    boolean startsWith(int first, int second) {
        return length() >= 2 && (bytes[from] & 0xff) == first && (bytes[from + 1] & 0xff) == second;
    }
}
