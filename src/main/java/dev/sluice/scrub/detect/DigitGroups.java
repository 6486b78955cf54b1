package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/** A number as people write it: groups of digits, what stands between them, one pair of brackets. Reused; one per detector. */
final class DigitGroups {
    static final int MOST_DIGITS = 15;
    private static final int MOST_BYTES = 48;
    private static final int MOST_SEPARATORS = 3;
    private static final int MOST_DIGITS_BEFORE_BRACKET = 4;

    final byte[] digits = new byte[MOST_DIGITS];
    /** By group: how many digits it has. */
    final int[] sizes = new int[MOST_DIGITS];
    /** By group: the index after it in the text. */
    final int[] ends = new int[MOST_DIGITS];
    /** By group: the index after its last digit in {@link #digits}. */
    final int[] totals = new int[MOST_DIGITS];
    /** By group: the first sign before it, 0 before the first one. */
    final byte[] signs = new byte[MOST_DIGITS];

    int groups;
    /** The group in brackets; -1 if there is none. */
    int bracketed;

    private boolean open;

    /**
     * Reads the groups from {@code from} on, where a digit or a bracket is; stops before what cannot belong to them.
     *
     * @param inBracket whether a bracket stands open before {@code from}
     */
    void read(byte[] b, int from, int to, boolean inBracket) {
        groups = 0;
        bracketed = -1;
        open = inBracket;
        int limit = Math.min(to, from + MOST_BYTES);
        int i = from;
        while (i < limit && groups < MOST_DIGITS) {
            int digit = separated(b, i, limit);
            if (digit < 0) {
                break;
            }
            int run = Ascii.digits(b, digit, to);
            int before = count(groups);
            if (before + run - digit > MOST_DIGITS) {
                break;
            }
            for (int j = digit; j < run; j++) {
                digits[before + j - digit] = (byte) (b[j] - '0');
            }
            sizes[groups] = run - digit;
            ends[groups] = run;
            totals[groups] = before + run - digit;
            signs[groups] = groups == 0 ? 0 : b[i];
            bracketed = open ? groups : bracketed;
            groups++;
            i = run;
        }
        if (open && bracketed >= 0) {
            groups = bracketed;
            bracketed = -1;
        }
    }

    /** How many digits the first {@code groups} groups have. */
    int count(int groups) {
        return groups == 0 ? 0 : totals[groups - 1];
    }

    /** Index of the next digit, if at most a few separators are before it, which make sense; -1 if not. */
    private int separated(byte[] b, int from, int limit) {
        int i = from;
        while (i < limit && i - from <= MOST_SEPARATORS && !Ascii.isDigit(b[i])) {
            switch (b[i]) {
                case '(' -> {
                    if (bracketed >= 0 || open || count(groups) > MOST_DIGITS_BEFORE_BRACKET) {
                        return -1;
                    }
                    open = true;
                }
                case ')' -> {
                    if (!open || i != from) {
                        return -1;
                    }
                    open = false;
                }
                case '.' -> {
                    // After the end of a sentence comes another number.
                    if (groups == 0 || i + 1 >= limit || b[i + 1] == ' ') {
                        return -1;
                    }
                }
                case '/' -> {
                    if (groups == 0) {
                        return -1;
                    }
                }
                case '-' -> {
                    if (groups == 0) {
                        return -1;
                    }
                }
                case ' ' -> {}
                default -> {
                    return -1;
                }
            }
            i++;
        }
        boolean isDigit = i < limit && i - from <= MOST_SEPARATORS && Ascii.isDigit(b[i]);
        return isDigit ? i : -1;
    }
}
