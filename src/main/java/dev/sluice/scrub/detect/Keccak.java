package dev.sluice.scrub.detect;

import java.util.Arrays;

/** Keccak-256 as Ethereum and Monero use it: with the padding from before it became SHA-3. Belongs to one thread. */
final class Keccak {
    private static final int RATE = 136;
    private static final int ROUNDS = 24;
    private static final int[] ROTATIONS = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };
    private static final int[] LANES = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };
    private static final long[] CONSTANTS = constants();

    private final long[] state = new long[25];
    private final long[] columns = new long[5];

    /** The round constants, from the shift register that defines them. */
    private static long[] constants() {
        long[] constants = new long[ROUNDS];
        int register = 1;
        for (int round = 0; round < ROUNDS; round++) {
            for (int bit = 0; bit < 7; bit++) {
                if ((register & 1) != 0) {
                    constants[round] |= 1L << ((1 << bit) - 1);
                }
                register = register << 1 ^ (register >> 7) * 0x171;
            }
        }
        return constants;
    }

    /** Hashes {@code [0, length)}, shorter than a block of 136 bytes; {@link #at} then answers the bytes of the hash. */
    void hash(byte[] message, int length) {
        Arrays.fill(state, 0);
        for (int i = 0; i < length; i++) {
            absorb(i, message[i] & 0xff);
        }
        absorb(length, 1);
        absorb(RATE - 1, 0x80);
        for (int round = 0; round < ROUNDS; round++) {
            permute(CONSTANTS[round]);
        }
    }

    /** Byte {@code i} of the hash. */
    int at(int i) {
        return (int) (state[i >>> 3] >>> ((i & 7) << 3)) & 0xff;
    }

    private void absorb(int i, int value) {
        state[i >>> 3] ^= (long) value << ((i & 7) << 3);
    }

    private void permute(long constant) {
        for (int x = 0; x < 5; x++) {
            columns[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        }
        for (int x = 0; x < 5; x++) {
            long mix = columns[(x + 4) % 5] ^ Long.rotateLeft(columns[(x + 1) % 5], 1);
            for (int y = x; y < 25; y += 5) {
                state[y] ^= mix;
            }
        }
        long carried = state[1];
        for (int i = 0; i < ROUNDS; i++) {
            int lane = LANES[i];
            long next = state[lane];
            state[lane] = Long.rotateLeft(carried, ROTATIONS[i]);
            carried = next;
        }
        for (int y = 0; y < 25; y += 5) {
            System.arraycopy(state, y, columns, 0, 5);
            for (int x = 0; x < 5; x++) {
                state[y + x] = columns[x] ^ (~columns[(x + 1) % 5] & columns[(x + 2) % 5]);
            }
        }
        state[0] ^= constant;
    }
}
