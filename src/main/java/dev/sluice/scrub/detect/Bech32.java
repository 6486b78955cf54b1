package dev.sluice.scrub.detect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The checksum of segregated witness addresses: bech32 (BIP 173) for version 0, bech32m (BIP 350) for later ones. */
final class Bech32 {
    private static final int BECH32 = 1;
    private static final int BECH32M = 0x2bc830a3;
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        byte[] alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < alphabet.length; i++) {
            VALUES[alphabet[i]] = (byte) i;
        }
    }

    private Bech32() {}

    /** Whether {@code [from, to)} is an address whose human-readable part ends before {@code separator}. */
    static boolean isAddress(byte[] b, int from, int separator, int to) {
        int checksum = 1;
        for (int i = from; i < separator; i++) {
            checksum = step(checksum, (b[i] | 0x20) >> 5);
        }
        checksum = step(checksum, 0);
        for (int i = from; i < separator; i++) {
            checksum = step(checksum, b[i] & 0x1f);
        }
        int letterCase = b[from] & 0x20;
        for (int i = separator + 1; i < to; i++) {
            boolean isLetter = (b[i] & 0x40) != 0;
            if (b[i] < 0 || (isLetter && (b[i] & 0x20) != letterCase) || VALUES[isLetter ? b[i] | 0x20 : b[i]] < 0) {
                return false;
            }
            checksum = step(checksum, VALUES[isLetter ? b[i] | 0x20 : b[i]]);
        }
        boolean isFirstVersion = (b[separator + 1] | 0x20) == 'q';
        return checksum == (isFirstVersion ? BECH32 : BECH32M);
    }

    private static int step(int checksum, int value) {
        int top = checksum >>> 25;
        int next = (checksum & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= (top >>> i & 1) != 0 ? GENERATOR[i] : 0;
        }
        return next;
    }
}
