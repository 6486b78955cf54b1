package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.scrub.text.Ascii;
import java.util.Arrays;
import java.util.Base64;

/**
 * A stretch of base64 or base64url (RFC 4648, padded or not) that decodes to readable UTF-8. Hashes, keys and images do not:
 * they are given up within a few bytes. Keeps the last one in fields; belongs to one thread.
 */
final class Base64Run {
    /** Nine bytes, with the padding: a number of the state's. Anything shorter says too little. */
    static final int SHORTEST = 12;

    private static final int MOST_PADDING = 2;
    private static final int SHORTEST_UNPADDED = SHORTEST - MOST_PADDING;

    private static final byte NONE = -1;
    private static final byte[] VALUES = new byte[256];
    /** Attempts at other starts may look at this many times the length of the run. */
    private static final int EFFORT = 4;

    static {
        Arrays.fill(VALUES, NONE);
        for (int i = 0; i < 26; i++) {
            VALUES['A' + i] = (byte) i;
            VALUES['a' + i] = (byte) (26 + i);
        }
        for (int i = 0; i < 10; i++) {
            VALUES['0' + i] = (byte) (52 + i);
        }
        VALUES['+'] = 62;
        VALUES['-'] = 62;
        VALUES['/'] = 63;
        VALUES['_'] = 63;
    }

    private final ByteSink plain = new ByteSink(256);
    private int mistake;

    int start;
    /** After the padding. */
    int end;

    /** What it decodes to. */
    byte[] bytes() {
        return plain.array();
    }

    int length() {
        return plain.length();
    }

    /** Finds the next one in {@code [from, to)}; answers false if there is none. */
    boolean next(byte[] b, int from, int to) {
        int i = from;
        while (i + SHORTEST_UNPADDED <= to) {
            int last = i + SHORTEST_UNPADDED - 1;
            int j = last;
            while (j >= i && VALUES[b[j] & 0xff] != NONE) {
                j--;
            }
            if (j >= i) {
                i = j + 1;
                continue;
            }
            int runEnd = last + 1;
            while (runEnd < to && VALUES[b[runEnd] & 0xff] != NONE) {
                runEnd++;
            }
            if (decodeAnywhere(b, i, runEnd, to)) {
                return true;
            }
            i = runEnd + 1;
        }
        return false;
    }

    /** Words are glued to it with the alphabet's own signs: {@code state/eyJ…}, {@code user_ZXhh…}. */
    private boolean decodeAnywhere(byte[] b, int from, int to, int limit) {
        int effort = EFFORT * (to - from);
        int i = from;
        while (i + SHORTEST_UNPADDED <= to && effort > 0) {
            if (decode(b, i, to, limit)) {
                return true;
            }
            effort -= mistake - i + 1;
            while (i < to && Ascii.isAlphanumeric(b[i])) {
                i++;
            }
            i++;
        }
        return false;
    }

    private boolean decode(byte[] b, int from, int to, int limit) {
        int wanted = (to - from) % 4 == 1 ? to - 1 : to;
        if (!decodeAll(b, from, wanted)) {
            // Something else may be glued to its end.
            int cut = Math.min(mistake, wanted - 1);
            while (cut > from && Ascii.isAlphanumeric(b[cut])) {
                cut--;
            }
            int failed = mistake;
            boolean shorter = cut - from >= SHORTEST && decodeAll(b, from, cut);
            mistake = failed;
            if (!shorter) {
                return false;
            }
            wanted = cut;
        }
        start = from;
        end = wanted;
        while (end < limit && end < wanted + MOST_PADDING && b[end] == '=') {
            end++;
        }
        return end - start >= SHORTEST;
    }

    private boolean decodeAll(byte[] b, int from, int to) {
        plain.clear();
        int bits = 0;
        int held = 0;
        int pending = 0;
        for (int i = from; i < to; i++) {
            bits = bits << 6 | VALUES[b[i] & 0xff];
            held += 6;
            if (held >= 8) {
                held -= 8;
                byte octet = (byte) (bits >> held);
                pending = pendingAfter(octet, pending);
                if (pending < 0) {
                    mistake = i;
                    return false;
                }
                plain.append(octet);
            }
        }
        mistake = to;
        return pending == 0;
    }

    /** How many bytes of a character are still to come after this one; -1 if it cannot be readable text. */
    private static int pendingAfter(byte octet, int pending) {
        int value = octet & 0xff;
        if (pending > 0) {
            return (value & 0xc0) == 0x80 ? pending - 1 : -1;
        }
        if (value < 0x80) {
            boolean readable = (value >= ' ' && value != 0x7f) || value == '\t' || value == '\n' || value == '\r';
            return readable ? 0 : -1;
        }
        return value < 0xc2 || value > 0xf4 ? -1 : value < 0xe0 ? 1 : value < 0xf0 ? 2 : 3;
    }

    /** {@code [0, length)} of these bytes, written as the one found was. */
    byte[] encode(byte[] b, byte[] contents, int length) {
        boolean url = false;
        for (int i = start; i < end; i++) {
            url |= b[i] == '-' || b[i] == '_';
        }
        boolean padded = b[end - 1] == '=';
        Base64.Encoder encoder = url ? Base64.getUrlEncoder() : Base64.getEncoder();
        return (padded ? encoder : encoder.withoutPadding()).encode(Arrays.copyOf(contents, length));
    }

    void trim() {
        plain.trim();
    }
}
