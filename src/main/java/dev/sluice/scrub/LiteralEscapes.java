package dev.sluice.scrub;

import dev.sluice.json.Hex;

/**
 * Escapes of programming languages that stand in a text as they are written: {@code \}{@code u0040}, <code>\&#117;{40}</code>,
 * {@code \}{@code U00000040} (Python), {@code \x40}, {@code \100} (octal, C), {@code \n}, {@code \"}, and JavaScript's old
 * {@code %}{@code u0040}. Answers are like those of {@link Unfold}'s steps: length in the upper half, character in the lower.
 */
final class LiteralEscapes {
    private static final int MOST_BRACED = 6;

    private LiteralEscapes() {}

    /** The escape whose backslash stands at {@code i}; 0 if it is none. */
    static long at(byte[] b, int i, int to) {
        if (i + 1 >= to) {
            return 0;
        }
        return switch (b[i + 1]) {
            case 'u' -> unicode(b, i, to);
            case 'U' -> Hex.value(b, i + 2, 8, to) >= 0 ? found(10, Hex.value(b, i + 2, 8, to)) : unicode(b, i, to);
            case 'x', 'X' -> hexadecimal(b, i, to);
            case 'n' -> found(2, '\n');
            case 'r' -> found(2, '\r');
            case 't' -> found(2, '\t');
            case '"', '\'', '/', '\\' -> found(2, b[i + 1]);
            case '0', '1', '2', '3' -> octal(b, i, to);
            default -> 0;
        };
    }

    /** {@code u0040} after the backslash or percent sign at {@code i}; two of them may be one character. */
    static long unicode(byte[] b, int i, int to) {
        if (i + 2 < to && b[i + 2] == '{') {
            return braced(b, i, to);
        }
        int unit = Hex.value(b, i + 2, 4, to);
        if (unit < 0 || !Character.isHighSurrogate((char) unit)) {
            return found(6, unit);
        }
        boolean isPair = i + 7 < to && b[i + 6] == b[i] && b[i + 7] == 'u';
        int low = isPair ? Hex.value(b, i + 8, 4, to) : -1;
        boolean isLow = low >= 0 && Character.isLowSurrogate((char) low);
        return isLow ? found(12, Character.toCodePoint((char) unit, (char) low)) : 0;
    }

    private static long braced(byte[] b, int i, int to) {
        int digits = i + 3;
        int end = digits;
        while (end < to && end - digits < MOST_BRACED && Hex.digit(b[end]) >= 0) {
            end++;
        }
        boolean closed = end > digits && end < to && b[end] == '}';
        return closed ? found(end + 1 - i, Hex.value(b, digits, end - digits, to)) : 0;
    }

    private static long hexadecimal(byte[] b, int i, int to) {
        if (i + 2 < to && b[i + 2] == '{') {
            return braced(b, i, to);
        }
        return octet(Hex.value(b, i + 2, 2, to));
    }

    private static long octal(byte[] b, int i, int to) {
        if (i + 3 >= to || !isOctal(b[i + 2]) || !isOctal(b[i + 3])) {
            return 0;
        }
        return octet((b[i + 1] - '0') << 6 | (b[i + 2] - '0') << 3 | (b[i + 3] - '0'));
    }

    private static boolean isOctal(byte b) {
        return b >= '0' && b <= '7';
    }

    /** Above ASCII it is a byte of a character, as Python and C write them. */
    private static long octet(int value) {
        return value >= 0x80 ? found(4, Unfold.PART | value) : found(4, value);
    }

    private static long found(int length, int value) {
        return value < 0 ? 0 : (long) length << 32 | value;
    }
}
