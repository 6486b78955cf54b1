package dev.sluice.scrub;

import dev.sluice.json.Hex;
import dev.sluice.json.Utf8;
import dev.sluice.scrub.text.Ascii;

/**
 * Makes the text visible that an encoding hides. Output is never longer than input. What cannot be decoded is copied as it
 * is: these views are only looked at, never forwarded.
 */
final class Unfold {
    /** Layers of encoding that are undone: percent signs within percent signs, references within them, and so on. */
    static final int LAYERS = 3;

    private static final int REPLACEMENT = 0xfffd;
    private static final int SIGNS = StringTriggers.HIDES | StringTriggers.AMPERSAND | StringTriggers.BACKSLASH;
    private static final long AS_IT_IS = 0;
    private static final int PART = 1 << 24;
    private static final long INVISIBLE = 1L << 25;

    private Unfold() {}

    /** Resolves the escapes of a JSON string, given without its quotes and known to be well formed. */
    static void json(TextView source, int from, int to, TextView into) {
        byte[] b = source.bytes;
        into.reset(to - from);
        int i = from;
        while (i < to) {
            if (b[i] != '\\') {
                int plain = i++;
                while (i < to && b[i] != '\\') {
                    i++;
                }
                into.add(source, plain, i);
                continue;
            }
            int origin = source.origin(i);
            byte e = b[i + 1];
            if (e != 'u') {
                into.add(simpleEscape(e), origin);
                i += 2;
                continue;
            }
            int unit = Hex.value(b, i + 2, 4, to);
            i += 6;
            if (Character.isHighSurrogate((char) unit) && i + 6 <= to && b[i] == '\\' && b[i + 1] == 'u') {
                int low = Hex.value(b, i + 2, 4, to);
                if (Character.isLowSurrogate((char) low)) {
                    unit = Character.toCodePoint((char) unit, (char) low);
                    i += 6;
                }
            }
            boolean lone = unit < 0x10000 && Character.isSurrogate((char) unit);
            into.addCodePoint(lone ? REPLACEMENT : unit, origin);
        }
        into.end(source.origin(to));
    }

    private static byte simpleEscape(byte e) {
        return switch (e) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> e;
        };
    }

    /**
     * Undoes one layer of percent-encoding, HTML character references, literal {@code \}{@code u0040} escapes and look-alike
     * spaces, digits and invisible characters.
     *
     * @return whether anything was different; if not, the other view is left as it was
     */
    static boolean layer(TextView source, int from, int to, TextView into) {
        byte[] b = source.bytes;
        int i = nextSign(b, from, to);
        while (i < to && step(b, i, to) == AS_IT_IS) {
            i = nextSign(b, i + 1, to);
        }
        if (i == to) {
            return false;
        }
        into.reset(to - from);
        into.add(source, from, i);
        while (i < to) {
            long step = step(b, i, to);
            int next = i + 1;
            if (step == AS_IT_IS) {
                next = nextSign(b, next, to);
                into.add(source, i, next);
            } else {
                int decoded = (int) step;
                int origin = source.origin(i);
                next = i + (int) (step >>> 32);
                if (decoded <= Character.MAX_CODE_POINT) {
                    into.addCodePoint(decoded, origin);
                } else if (decoded != INVISIBLE) {
                    into.add((byte) decoded, origin);
                }
            }
            i = next;
        }
        into.end(source.origin(to));
        return true;
    }

    /** Index of the first byte at or after {@code from} that may stand for something else. */
    private static int nextSign(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (StringTriggers.CLASSES[b[i] & 0xff] & SIGNS) == 0) {
            i++;
        }
        return i;
    }

    /**
     * What stands at {@code i}: how many bytes are read (upper half), and the character they stand for, {@link
     * #INVISIBLE}, or a byte that is part of a character, marked with {@link #PART} (lower half).
     */
    private static long step(byte[] b, int i, int to) {
        byte c = b[i];
        int read = 0;
        int decoded = -1;
        if (c == '%') {
            decoded = Hex.value(b, i + 1, 2, to);
            read = 3;
            if (decoded >= 0x80) {
                return (long) read << 32 | PART | decoded;
            }
        } else if (c == '&') {
            int end = referenceEnd(b, i, to);
            if (end > 0) {
                decoded = reference(b, i + 1, end);
                read = end + 1 - i;
            }
        } else if (c == '\\' && i + 1 < to) {
            if (b[i + 1] == 'u') {
                decoded = Hex.value(b, i + 2, 4, to);
                read = 6;
            } else if (b[i + 1] == '"' || b[i + 1] == '/') {
                decoded = b[i + 1];
                read = 2;
            }
        } else if (c < 0) {
            read = Utf8.lengthAt(b, i, to);
            if (read > 0) {
                int character = Utf8.codePointAt(b, i, read);
                decoded = Lookalikes.fold(character);
                if (decoded == Lookalikes.INVISIBLE) {
                    return (long) read << 32 | INVISIBLE;
                }
                decoded = decoded == character ? -1 : decoded;
            }
        }
        boolean isCharacter =
                decoded >= 0 && decoded <= Character.MAX_CODE_POINT && (decoded < 0xd800 || decoded >= 0xe000);
        return isCharacter ? (long) read << 32 | decoded : AS_IT_IS;
    }

    /** Index of the semicolon that ends the reference at {@code amp}; -1 if it is not one. */
    private static int referenceEnd(byte[] b, int amp, int to) {
        int limit = Math.min(to, amp + 10);
        for (int i = amp + 1; i < limit; i++) {
            if (b[i] == ';') {
                return i;
            }
            if (b[i] != '#' && !Ascii.isAlphanumeric(b[i])) {
                return -1;
            }
        }
        return -1;
    }

    private static int reference(byte[] b, int from, int end) {
        int length = end - from;
        if (length >= 2 && b[from] == '#') {
            if (b[from + 1] == 'x' || b[from + 1] == 'X') {
                return length == 2 ? -1 : Hex.value(b, from + 2, length - 2, end);
            }
            int value = 0;
            for (int i = from + 1; i < end; i++) {
                if (!Ascii.isDigit(b[i])) {
                    return -1;
                }
                value = value * 10 + (b[i] - '0');
            }
            return value;
        }
        return switch (length) {
            case 3 -> Ascii.startsWith(b, from, end, "amp") ? '&' : -1;
            case 4 -> Ascii.startsWith(b, from, end, "quot") ? '"' : Ascii.startsWith(b, from, end, "plus") ? '+' : -1;
            case 6 ->
                Ascii.startsWith(b, from, end, "commat") ? '@' : Ascii.startsWith(b, from, end, "period") ? '.' : -1;
            default -> -1;
        };
    }
}
