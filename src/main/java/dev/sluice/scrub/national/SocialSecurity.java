package dev.sluice.scrub.national;

import dev.sluice.scrub.text.Ascii;

/** US social security numbers in their dashed form, which is rare enough to need no word before it. */
public final class SocialSecurity {
    private SocialSecurity() {}

    /** Index after the number whose first digit is at {@code i}; -1 if there is none. */
    public static int endAt(byte[] b, int from, int to, int i) {
        int end = i + 11;
        if (end > to || b[i + 3] != '-' || b[i + 6] != '-') {
            return -1;
        }
        int area = number(b, i, i + 3);
        int group = number(b, i + 4, i + 6);
        int serial = number(b, i + 7, end);
        if (area <= 0 || area == 666 || area >= 900 || group <= 0 || serial <= 0) {
            return -1;
        }
        boolean joinsBefore = i > from && (b[i - 1] == '-' || b[i - 1] == '.');
        boolean joinsAfter = end < to
                && (Ascii.isWord(b[end]) || ((b[end] == '-' || b[end] == '.') && Ascii.isWordAt(b, end + 1, from, to)));
        return joinsBefore || joinsAfter ? -1 : end;
    }

    private static int number(byte[] b, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(b[i])) {
                return -1;
            }
            value = value * 10 + (b[i] - '0');
        }
        return value;
    }
}
