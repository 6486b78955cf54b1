package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/** The credentials of HTTP's basic authentication (RFC 7617): a name, a colon and a password, in base64. */
final class Base64Pair {
    private Base64Pair() {}

    private static final int SHORTEST = 6;
    private static final int LONGEST_READ = 256;

    /** Whether {@code [from, to)} is base64 of printable characters with a colon among them. */
    static boolean isPair(byte[] b, int from, int to) {
        int end = Math.min(to, from + LONGEST_READ);
        int bits = 0;
        int count = 0;
        boolean colon = false;
        for (int i = from; i < end && b[i] != '='; i++) {
            int sextet = sextet(b[i]);
            if (sextet < 0) {
                return false;
            }
            bits = bits << 6 | sextet;
            count += 6;
            if (count >= 8) {
                count -= 8;
                int decoded = bits >> count & 0xff;
                if (decoded < ' ' || decoded == 0x7f) {
                    return false;
                }
                colon |= decoded == ':';
            }
        }
        return colon && to - from >= SHORTEST;
    }

    private static int sextet(byte c) {
        if (Ascii.isDigit(c)) {
            return c - '0' + 52;
        }
        if (Ascii.isLetter(c)) {
            return c >= 'a' ? c - 'a' + 26 : c - 'A';
        }
        return switch (c) {
            case '+', '-' -> 62;
            case '/', '_' -> 63;
            default -> -1;
        };
    }
}
