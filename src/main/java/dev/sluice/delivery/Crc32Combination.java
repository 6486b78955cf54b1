package dev.sluice.delivery;

/**
 * The CRC-32 of two stretches of bytes laid end to end, from the CRC-32 of each: what lets a gzip body be put together from
 * parts that were compressed and checked earlier. A CRC is a polynomial over GF(2) modulo the CRC's own; appending n bytes
 * multiplies it by x^(8n), and the rest is addition (zlib's crc32_combine does the same).
 */
final class Crc32Combination {
    private static final int POLYNOMIAL = 0xEDB88320;
    private static final int ONE = 1 << 31;
    /** x^(2^i) for each i, in the reflected order of CRC-32. */
    private static final int[] POWERS = powers();

    private Crc32Combination() {}

    /**
     * @param first CRC-32 of the first stretch
     * @param second CRC-32 of the second
     * @param secondLength bytes of the second
     */
    static int of(int first, int second, long secondLength) {
        return multiply(shift(secondLength), first) ^ second;
    }

    /** x^(8 * bytes). */
    private static int shift(long bytes) {
        int product = ONE;
        int power = 3;
        for (long rest = bytes; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                product = multiply(POWERS[power & 31], product);
            }
            power++;
        }
        return product;
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int factor = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= factor;
            }
            factor = (factor & 1) == 0 ? factor >>> 1 : (factor >>> 1) ^ POLYNOMIAL;
        }
        return product;
    }

    private static int[] powers() {
        int[] powers = new int[32];
        powers[0] = ONE >>> 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = multiply(powers[i - 1], powers[i - 1]);
        }
        return powers;
    }
}
