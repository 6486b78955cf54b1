package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/**
 * JSON Web Tokens: signed (RFC 7515) in three parts, the last of which may be empty, encrypted (RFC 7516) in five. The header
 * says which algorithm it is; other JSON in base64, such as a map provider's public key, has none. Keeps its last match in
 * fields; belongs to one thread.
 */
public final class JsonWebToken {
    private static final int MAX_PARTS = 5;
    private static final int SHORTEST_HEADER = 10;
    private static final int MAX_HEADER = 4096;
    /** The name of the algorithm is among the first members. */
    private static final int MAX_NEAR = 320;

    private static final int[] SEXTETS = new int[256];

    static {
        for (int b = 0; b < 256; b++) {
            byte c = (byte) b;
            SEXTETS[b] = Ascii.isDigit(c)
                    ? c - '0' + 52
                    : Ascii.isLetter(c) ? (c >= 'a' ? c - 'a' + 26 : c - 'A') : c == '-' ? 62 : c == '_' ? 63 : -1;
        }
    }

    private final byte[] header = new byte[MAX_NEAR];

    public int start;
    public int end;

    /** Looks for a token whose header starts with the {@code eyJ} at {@code i}. */
    public boolean at(byte[] b, int from, int to, int i) {
        if (i + 3 >= to || b[i] != 'e' || b[i + 1] != 'y' || b[i + 2] != 'J' || Ascii.goesOnBefore(b, i, from)) {
            return false;
        }
        int near = Math.min(to, i + MAX_NEAR);
        if (!namesAlgorithm(b, i, partEnd(b, i, near))) {
            return false;
        }
        int dot = partEnd(b, i, Math.min(to, i + MAX_HEADER));
        if (dot >= to || b[dot] != '.' || dot - i < SHORTEST_HEADER) {
            return false;
        }
        start = i;
        end = partEnd(b, dot + 1, to);
        for (int parts = 2; parts < MAX_PARTS && end < to && b[end] == '.'; parts++) {
            end = partEnd(b, end + 1, to);
        }
        while (b[end - 1] == '.') {
            end--;
        }
        return end > dot;
    }

    /** Whether {@code "alg"} stands in the header, as the standard demands of every token, or {@code "enc"}. */
    private boolean namesAlgorithm(byte[] b, int from, int to) {
        int length = 0;
        for (int i = from; i + 3 < to && length + 3 <= MAX_NEAR; i += 4) {
            int word = SEXTETS[b[i]] << 18 | SEXTETS[b[i + 1]] << 12 | SEXTETS[b[i + 2]] << 6 | SEXTETS[b[i + 3]];
            header[length++] = (byte) (word >> 16);
            header[length++] = (byte) (word >> 8);
            header[length++] = (byte) word;
        }
        for (int i = 0; i + 5 <= length; i++) {
            boolean quoted = header[i] == '"' && header[i + 4] == '"';
            if (quoted && (isName(i + 1, 'a', 'l', 'g') || isName(i + 1, 'e', 'n', 'c'))) {
                return true;
            }
        }
        return false;
    }

    private boolean isName(int i, char first, char second, char third) {
        return header[i] == first && header[i + 1] == second && header[i + 2] == third;
    }

    private static int partEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (SEXTETS[b[i] & 0xff] >= 0 || b[i] == '=')) {
            i++;
        }
        return i;
    }
}
