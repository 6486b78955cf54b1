package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/** Where a number may begin and end: not inside a word, but beside a character of a script that puts no spaces between words. */
public final class Borders {
    private Borders() {}

    /** Whether the character before {@code i} is one of those scripts: Thai, Lao, kana, Han, Hangul. */
    public static boolean isAfterUnspacedScript(byte[] b, int from, int i) {
        return i - 3 >= from && b[i - 1] < 0 && isUnspacedScript(b, i - 3, i);
    }

    static boolean startsHere(byte[] b, int from, int i) {
        return !Ascii.isWordAt(b, i - 1, from, i) || isAfterUnspacedScript(b, from, i);
    }

    static boolean endsHere(byte[] b, int i, int to) {
        return i >= to || !Ascii.isWord(b[i]) || isUnspacedScript(b, i, to);
    }

    /** By the lead byte of three, so that full-width letters and currency signs are none of them. */
    private static boolean isUnspacedScript(byte[] b, int i, int to) {
        int lead = b[i] & 0xff;
        if (lead == 0xe0) {
            int second = i + 1 < to ? b[i + 1] & 0xff : 0;
            return second >= 0xb8 && second <= 0xbb;
        }
        return lead >= 0xe3 && lead <= 0xed;
    }
}
