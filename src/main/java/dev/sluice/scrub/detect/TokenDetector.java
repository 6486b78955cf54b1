package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/**
 * Credentials that show by themselves: JSON Web Tokens, and what follows the words Bearer and Basic. Keeps its last match in
 * fields; belongs to one thread.
 */
public final class TokenDetector {
    private static final int FEWEST_BEARER = 8;
    private static final int FEWEST_BEARER_LETTERS = 16;
    private static final int FEWEST_BASIC = 10;

    public int start;
    public int end;

    /** Looks for a token in three parts whose header starts with the {@code eyJ} at {@code i}. */
    public boolean jwt(byte[] b, int from, int to, int i) {
        if (i + 3 >= to || b[i] != 'e' || b[i + 1] != 'y' || b[i + 2] != 'J' || Ascii.isWordAt(b, i - 1, from, to)) {
            return false;
        }
        int firstDot = base64UrlEnd(b, i, to);
        if (firstDot >= to || b[firstDot] != '.' || firstDot - i < 10) {
            return false;
        }
        int secondDot = base64UrlEnd(b, firstDot + 1, to);
        if (secondDot - firstDot < 5) {
            return false;
        }
        start = i;
        end = secondDot < to && b[secondDot] == '.' ? base64UrlEnd(b, secondDot + 1, to) : secondDot;
        return true;
    }

    /** Looks for {@code Bearer} or {@code Basic} at {@code i} and a credential after it. */
    public boolean scheme(byte[] b, int from, int to, int i) {
        int second = i + 1 < to ? b[i + 1] | 0x20 : 0;
        if (second != 'e' && second != 'a') {
            return false;
        }
        boolean bearer = Ascii.startsWith(b, i, to, "bearer");
        if (!bearer && !Ascii.startsWith(b, i, to, "basic")) {
            return false;
        }
        int afterWord = i + (bearer ? 6 : 5);
        if (Ascii.isWordAt(b, i - 1, from, to) || afterWord >= to || !(b[afterWord] == ' ' || b[afterWord] == '+')) {
            return false;
        }
        start = afterWord + 1;
        while (start < to && b[start] == ' ' && start - afterWord < 4) {
            start++;
        }
        end = start;
        boolean digit = false;
        boolean lower = false;
        boolean upper = false;
        while (end < to && isCredential(b[end])) {
            digit |= Ascii.isDigit(b[end]) || b[end] == '=';
            lower |= b[end] >= 'a' && b[end] <= 'z';
            upper |= b[end] >= 'A' && b[end] <= 'Z';
            end++;
        }
        while (end > start && b[end - 1] == '.') {
            end--;
        }
        int length = end - start;
        if (!bearer) {
            return length >= FEWEST_BASIC && digit;
        }
        return (length >= FEWEST_BEARER && digit) || (length >= FEWEST_BEARER_LETTERS && lower && upper);
    }

    private static int base64UrlEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (Ascii.isAlphanumeric(b[i]) || b[i] == '-' || b[i] == '_' || b[i] == '=')) {
            i++;
        }
        return i;
    }

    private static boolean isCredential(byte b) {
        return Ascii.isAlphanumeric(b)
                || b == '-'
                || b == '_'
                || b == '.'
                || b == '~'
                || b == '+'
                || b == '/'
                || b == '=';
    }
}
