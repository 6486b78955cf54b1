package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/**
 * Payment card numbers: issuer prefix and length, Luhn check digit, and nothing that belongs to a longer number or word at
 * either side. Alone they are believed from 14 to 16 digits; shorter and longer ones only where a key says so.
 * Keeps its last match in a field; belongs to one thread.
 */
public final class CardDetector {
    private static final int MAX_DIGITS = 19;
    private static final int MAX_BYTES = 40;

    private final byte[] digits = new byte[MAX_DIGITS];
    private int count;

    public int end;

    /** Looks for a card number that starts with the digit at {@code i}, where a run of digits begins. */
    public boolean at(byte[] b, int i, int to) {
        count = 0;
        int limit = Math.min(to, i + MAX_BYTES);
        int position = i;
        int separator = 0;
        int groupStart = i;
        int bestEnd = -1;
        while (position < limit && count < MAX_DIGITS) {
            if (Ascii.isDigit(b[position])) {
                digits[count++] = (byte) (b[position++] - '0');
                continue;
            }
            if (separator == 0 ? position - i != 4 : b[position] != separator) {
                break;
            }
            if (!isSeparator(b[position]) || !Ascii.isDigitAt(b, position + 1, i, limit)) {
                break;
            }
            if (position - groupStart >= 2 && isCardHere(b, position, to)) {
                bestEnd = position;
            }
            separator = b[position++];
            groupStart = position;
        }
        boolean wholeRun = position >= to || !Ascii.isDigit(b[position]);
        if (wholeRun && isCardHere(b, position, to)) {
            bestEnd = position;
        }
        end = bestEnd;
        return bestEnd > 0;
    }

    private boolean isCardHere(byte[] b, int position, int to) {
        return count >= 14 && count <= 16 && isCard(digits, count) && endsHere(b, position, to);
    }

    /** Whether the digits of {@code [from, to)}, separators aside, are a card number, and there is nothing else. */
    public boolean isWhole(byte[] b, int from, int to, int fewest) {
        count = 0;
        for (int i = from; i < to; i++) {
            if (Ascii.isDigit(b[i])) {
                if (count == MAX_DIGITS) {
                    return false;
                }
                digits[count++] = (byte) (b[i] - '0');
            } else if (!isSeparator(b[i])) {
                return false;
            }
        }
        return count >= fewest && isCard(digits, count);
    }

    private static boolean isSeparator(byte b) {
        return b == ' ' || b == '-' || b == '.';
    }

    private static boolean endsHere(byte[] b, int i, int to) {
        if (i >= to) {
            return true;
        }
        if (b[i] == '.' || b[i] == ',') {
            return !(i + 1 < to && Ascii.isDigit(b[i + 1]));
        }
        return !Ascii.isWord(b[i]) && !(b[i] == '-' && i + 1 < to && Ascii.isLetter(b[i + 1]));
    }

    public static boolean isCard(byte[] d, int n) {
        return n >= 12 && isIssued(d, n) && !isUniform(d, n) && passesLuhn(d, n);
    }

    private static boolean isIssued(byte[] d, int n) {
        int two = d[0] * 10 + d[1];
        int three = two * 10 + d[2];
        int four = three * 10 + d[3];
        if (d[0] == 4) {
            return n == 13 || n == 16 || n == 19;
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720) || (four >= 2200 && four <= 2204)) {
            return n == 16;
        }
        if (two == 34 || two == 37) {
            return n == 15;
        }
        if ((three >= 300 && three <= 305) || two == 36 || two == 38 || two == 39) {
            return n >= 14 && n <= 19;
        }
        if (four >= 3528 && four <= 3589) {
            return n >= 16;
        }
        if (four == 6011 || (three >= 644 && three <= 649) || two == 65 || two == 62 || two == 60) {
            return n >= 16;
        }
        return two == 50 || (two >= 56 && two <= 58) || two == 61 || two == 63 || two == 66 || two == 67 || two == 68;
    }

    private static boolean isUniform(byte[] d, int n) {
        for (int i = 1; i < n; i++) {
            if (d[i] != d[0]) {
                return false;
            }
        }
        return true;
    }

    private static boolean passesLuhn(byte[] d, int n) {
        int sum = 0;
        for (int i = n - 1, place = 0; i >= 0; i--, place++) {
            int value = d[i];
            if ((place & 1) == 1) {
                value = value * 2 > 9 ? value * 2 - 9 : value * 2;
            }
            sum += value;
        }
        return sum % 10 == 0;
    }
}
