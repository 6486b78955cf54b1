package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/** An angle as it is written on maps: 48.85837, -2.2945, 48.8584° N, 48°51'29.6"N. Reused; belongs to one thread. */
final class Degrees {
    private static final int MOST = 180;

    int start;
    int end;
    /** Whole degrees, without the sign. */
    int value;

    int decimals;
    /** Whether the decimals are all zero. */
    boolean isRound;
    /** Whether the sign of a degree is there. */
    boolean hasSign;
    /** Whether a point of the compass is there. */
    boolean hasSide;
    /** Whether there are minutes and a point of the compass. */
    boolean isSexagesimal;

    /** Reads what starts with the digit at {@code i}; false if no angle on earth does. */
    boolean read(byte[] b, int from, int to, int i) {
        int position = Ascii.digits(b, i, Math.min(to, i + 4));
        value = 0;
        for (int j = i; j < position; j++) {
            value = value * 10 + b[j] - '0';
        }
        boolean isNegative = i > from && (b[i - 1] == '-' || b[i - 1] == '+') && !Ascii.isWordAt(b, i - 2, from, to);
        start = isNegative ? i - 1 : i;
        if (value > MOST || position - i > 3) {
            return false;
        }
        int fraction = position;
        if (position + 1 < to && b[position] == '.' && Ascii.isDigit(b[position + 1])) {
            fraction = Ascii.digits(b, position + 1, to);
        }
        decimals = fraction == position ? 0 : fraction - position - 1;
        isRound = true;
        for (int j = position + 1; j < fraction; j++) {
            isRound &= b[j] == '0';
        }
        end = fraction;
        return suffix(b, to);
    }

    private boolean suffix(byte[] b, int to) {
        int i = end;
        hasSign = i + 1 < to && (b[i] & 0xff) == 0xc2 && ((b[i + 1] & 0xff) == 0xb0 || (b[i + 1] & 0xff) == 0xba);
        i += hasSign ? 2 : 0;
        int minutes = hasSign ? minutes(b, i, to) : i;
        isSexagesimal = minutes > i;
        i = minutes;
        int side = i < to && b[i] == ' ' ? i + 1 : i;
        hasSide = side < to && isSide(b[side]) && !Ascii.isWordAt(b, side + 1, side, to);
        isSexagesimal &= hasSide;
        end = hasSide ? side + 1 : hasSign ? i : end;
        return true;
    }

    /** Index after minutes and seconds with their signs; {@code from} if there are none. */
    private static int minutes(byte[] b, int from, int to) {
        int i = from;
        for (int part = 0; part < 2; part++) {
            int digits = i < to && b[i] == ' ' ? i + 1 : i;
            int after = Ascii.digits(b, digits, Math.min(to, digits + 3));
            if (after == digits || after - digits > 2) {
                return i;
            }
            if (after + 1 < to && b[after] == '.' && Ascii.isDigit(b[after + 1])) {
                after = Ascii.digits(b, after + 1, Math.min(to, after + 9));
            }
            int sign = signEnd(b, after, to);
            if (sign == after) {
                return i;
            }
            i = sign;
        }
        return i;
    }

    /** Index after a prime or a quote, or two. */
    private static int signEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && i - from < 2 && (b[i] == '\'' || b[i] == '"')) {
            i++;
        }
        boolean isTypographic = i + 2 < to && (b[i] & 0xff) == 0xe2 && (b[i + 1] & 0xff) == 0x80;
        return isTypographic ? i + 3 : i;
    }

    private static boolean isSide(byte c) {
        return c == 'N' || c == 'S' || c == 'E' || c == 'W' || c == 'O';
    }
}
