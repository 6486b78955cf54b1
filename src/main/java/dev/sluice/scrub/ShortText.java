package dev.sluice.scrub;

import dev.sluice.scrub.text.Words;

/** The first bytes of a text, in words: to compare all of them is faster than to find out how many there are. */
abstract sealed class ShortText permits KnownKey, UsualValue {
    static final int MOST = 24;

    /** Which bits of the three words count, for each length. */
    private static final long[] MASKS = new long[(MOST + 1) * 4];

    static {
        for (int length = 0; length <= MOST; length++) {
            for (int word = 0; word < 3; word++) {
                MASKS[length * 4 + word] = Words.mask(length - word * 8);
            }
        }
    }

    private long first;
    private long second;
    private long third;
    /** Where its masks are. */
    private int masks;

    /** Takes over the bytes from {@code from} on; as many as {@link #MOST} must be readable there. */
    final void take(byte[] b, int from, int length) {
        masks = Math.min(length, MOST) * 4;
        first = Words.at(b, from) & MASKS[masks];
        second = Words.at(b, from + 8) & MASKS[masks + 1];
        third = Words.at(b, from + 16) & MASKS[masks + 2];
    }

    /** Whether the same bytes, as far as they were taken over, stand at {@code from}. */
    final boolean startsAt(byte[] b, int from) {
        if (from + MOST > b.length) {
            return false;
        }
        long difference = ((Words.at(b, from) ^ first) & MASKS[masks])
                | ((Words.at(b, from + 8) ^ second) & MASKS[masks + 1])
                | ((Words.at(b, from + 16) ^ third) & MASKS[masks + 2]);
        return difference == 0;
    }
}
