package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/**
 * Shapes of post codes, as the Universal Postal Union's addressing sheets write them: digits alone or in two groups, with the
 * country's letters before them ({@code D-}, {@code LV-}), and the mixed codes of the United Kingdom, Ireland, Canada,
 * the Netherlands, Malta and Argentina.
 */
final class PostCodes {
    private PostCodes() {}

    /** Index after the post code at {@code i}; -1 if there is none. */
    static int end(byte[] b, int i, int to) {
        int end = i < to && Ascii.isDigit(b[i]) ? digits(b, i, to) : lettered(b, i, to);
        return end > 0 && !Ascii.isWordAt(b, end, i, to) ? end : -1;
    }

    /** Whether {@code [from, to)} is no more than four digits, which could also be a year. */
    static boolean isWeak(byte[] b, int from, int to) {
        return to - from == 4 && Ascii.digits(b, from, to) == to;
    }

    private static int digits(byte[] b, int i, int to) {
        int run = Ascii.digits(b, i, to);
        int count = run - i;
        int next = Ascii.digits(b, Math.min(to, run + 1), to);
        int more = next - run - 1;
        boolean dash = run < to && b[run] == '-';
        boolean space = run < to && b[run] == ' ';
        return switch (count) {
            case 2 -> dash && more == 3 ? next : -1;
            case 3 -> (space && more == 2) || (dash && more == 4) ? next : -1;
            case 4 -> dash && more == 3 ? next : space && isCapitals(b, run + 1, to, 2) ? run + 3 : run;
            case 5 -> dash && (more == 4 || more == 3) ? next : run;
            case 6 -> run;
            default -> -1;
        };
    }

    private static boolean isCapitals(byte[] b, int i, int to, int count) {
        for (int j = i; j < i + count; j++) {
            if (j >= to || b[j] < 'A' || b[j] > 'Z') {
                return false;
            }
        }
        return !Ascii.isWordAt(b, i + count, i, to);
    }

    private static int lettered(byte[] b, int i, int to) {
        int letters = i;
        while (letters < to && letters - i < 3 && b[letters] >= 'A' && b[letters] <= 'Z') {
            letters++;
        }
        if (letters == i || letters >= to) {
            return -1;
        }
        if (b[letters] == '-' && Ascii.isDigitAt(b, letters + 1, i, to)) {
            return digits(b, letters + 1, to);
        }
        if (letters - i == 3) {
            return b[letters] == ' ' && Ascii.digits(b, letters + 1, to) == letters + 5 ? letters + 5 : -1;
        }
        return Ascii.isDigit(b[letters]) ? mixed(b, i, letters, to) : -1;
    }

    /** {@code SW1A 1AA}, {@code K1A 0B1}, {@code D02 X285}, {@code C1425CLA}. */
    private static int mixed(byte[] b, int i, int letters, int to) {
        int first = letters;
        while (first < to && Ascii.isAlphanumeric(b[first])) {
            first++;
        }
        int length = first - i;
        if (length == 8 && letters == i + 1 && Ascii.digits(b, letters, to) == letters + 4) {
            return first;
        }
        if (length < 2 || length > 4 || first >= to || b[first] != ' ') {
            return length >= 5 && length <= 7 && isInward(b, first - 3, to) ? first : -1;
        }
        int second = first + 1;
        boolean inward = isInward(b, second, to);
        boolean canadian = length == 3
                && Ascii.isDigitAt(b, second, i, to)
                && second + 2 < to
                && Ascii.isLetter(b[second + 1])
                && Ascii.isDigit(b[second + 2]);
        if (inward || canadian) {
            return second + 3;
        }
        boolean irish = length == 3 && Ascii.isDigit(b[i + 1]) && second + 3 < to;
        for (int j = second; irish && j < second + 4; j++) {
            irish = Ascii.isDigit(b[j]) || (b[j] >= 'A' && b[j] <= 'Z');
        }
        return irish ? second + 4 : -1;
    }

    private static boolean isInward(byte[] b, int i, int to) {
        return Ascii.isDigitAt(b, i, 0, to) && isCapitals(b, i + 1, to, 2);
    }
}
