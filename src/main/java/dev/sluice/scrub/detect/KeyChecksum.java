package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/**
 * The check digits of GitHub's and npm's tokens: after a prefix and an underscore stand 30 random characters and the CRC-32
 * of these in base 62, in six (GitHub's announcement of the format, 2021). Others have taken the format over; one in four
 * thousand million random strings passes, so the prefix does not matter.
 */
final class KeyChecksum {
    static final int LENGTH = 36;
    private static final int RANDOM = 30;
    private static final int[] CRC = new int[256];

    static {
        for (int n = 0; n < 256; n++) {
            int c = n;
            for (int bit = 0; bit < 8; bit++) {
                c = (c & 1) != 0 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
            }
            CRC[n] = c;
        }
    }

    private KeyChecksum() {}

    /** Whether the 36 characters from {@code from} on carry their own check digits. */
    static boolean passes(byte[] b, int from, int to) {
        if (to - from != LENGTH) {
            return false;
        }
        int crc = -1;
        for (int i = from; i < from + RANDOM; i++) {
            if (!Ascii.isAlphanumeric(b[i])) {
                return false;
            }
            crc = CRC[(crc ^ b[i]) & 0xff] ^ (crc >>> 8);
        }
        long rest = (crc ^ -1) & 0xffffffffL;
        for (int i = to - 1; i >= from + RANDOM; i--) {
            if (b[i] != digit((int) (rest % 62))) {
                return false;
            }
            rest /= 62;
        }
        return rest == 0;
    }

    /** Digits, then upper case, then lower case. */
    private static int digit(int value) {
        return value < 10 ? '0' + value : value < 36 ? 'A' + value - 10 : 'a' + value - 36;
    }
}
