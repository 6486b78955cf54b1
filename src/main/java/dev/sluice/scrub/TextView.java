package dev.sluice.scrub;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Text under inspection, and where each byte of it comes from. A view of the document itself has the document's positions; a
 * decoded view (escapes resolved, percent-decoded, folded) keeps for each of its bytes the position in the document of the
 * character it was made from, so that what is found in it can be replaced where it really stands.
 */
final class TextView {
    private static final int KEPT = 1 << 15;

    byte[] bytes;
    int from;
    int to;
    private int @Nullable [] origins;

    private TextView(byte[] bytes, int @Nullable [] origins) {
        this.bytes = bytes;
        this.origins = origins;
    }

    /** A view that will be pointed at a document with {@link #show}. */
    static TextView ofDocument() {
        return new TextView(new byte[0], null);
    }

    /** A view with memory of its own, filled by a decoder. */
    static TextView scratch() {
        return new TextView(new byte[256], new int[257]);
    }

    void show(byte[] document, int from, int to) {
        this.bytes = document;
        this.from = from;
        this.to = to;
        this.origins = null;
    }

    /** Whether it is not the document itself. */
    boolean isDecoded() {
        return origins != null;
    }

    /** Position in the document of the byte at {@code i}; for {@code i == to} the position after the last one. */
    int origin(int i) {
        return origins == null ? i : origins[i];
    }

    /** Makes a scratch view empty, with room for {@code capacity} bytes. */
    void reset(int capacity) {
        if (bytes.length < capacity || origins == null) {
            int size = Math.max(capacity, bytes.length * 2);
            bytes = new byte[size];
            origins = new int[size + 1];
        }
        from = 0;
        to = 0;
    }

    /** Gives memory back that only something unusually large needed. Nothing in a scratch view counts any more. */
    void trim() {
        if (origins != null && bytes.length > KEPT) {
            bytes = new byte[KEPT];
            origins = new int[KEPT + 1];
        }
    }

    void add(byte b, int origin) {
        int[] positions = origins;
        if (positions == null || to == bytes.length) {
            throw new IllegalStateException("a decoded view is longer than what it was decoded from");
        }
        bytes[to] = b;
        positions[to++] = origin;
    }

    /** Adds bytes as they stand in another view. */
    void add(TextView source, int start, int end) {
        int[] positions = origins;
        if (positions == null || end - start > bytes.length - to) {
            throw new IllegalStateException("a decoded view is longer than what it was decoded from");
        }
        System.arraycopy(source.bytes, start, bytes, to, end - start);
        for (int i = start; i < end; i++) {
            positions[to++] = source.origin(i);
        }
    }

    /** Adds a character that was made from the one at {@code origin}. */
    void addCodePoint(int c, int origin) {
        if (c < 0x80) {
            add((byte) c, origin);
        } else if (c < 0x800) {
            add((byte) (0xc0 | c >> 6), origin);
            add((byte) (0x80 | (c & 0x3f)), origin);
        } else if (c < 0x10000) {
            add((byte) (0xe0 | c >> 12), origin);
            add((byte) (0x80 | (c >> 6 & 0x3f)), origin);
            add((byte) (0x80 | (c & 0x3f)), origin);
        } else {
            add((byte) (0xf0 | c >> 18), origin);
            add((byte) (0x80 | (c >> 12 & 0x3f)), origin);
            add((byte) (0x80 | (c >> 6 & 0x3f)), origin);
            add((byte) (0x80 | (c & 0x3f)), origin);
        }
    }

    /** Ends the decoding: {@code origin} is the position after the last character. */
    void end(int origin) {
        if (origins != null) {
            origins[to] = origin;
        }
    }

    byte[] copy(int start, int end) {
        return Arrays.copyOfRange(bytes, start, end);
    }
}
