package dev.sluice.scrub;

import dev.sluice.json.Hex;
import dev.sluice.json.Utf8;

/**
 * Makes the text visible that an encoding hides. Output is never longer than input. What cannot be decoded is copied as it
 * is: these views are only looked at, never forwarded.
 */
final class Unfold {
    /** Layers that are undone: percent signs within percent signs, references within them, look-alikes in those. */
    static final int LAYERS = 6;

    private static final int REPLACEMENT = 0xfffd;
    private static final int SIGNS = StringTriggers.HIDES | StringTriggers.AMPERSAND | StringTriggers.BACKSLASH;
    private static final long AS_IT_IS = 0;
    /** Marks a byte that is only a part of a character. */
    static final int PART = 1 << 24;

    private static final long INVISIBLE = 1L << 25;

    private Unfold() {}

    /** Resolves the escapes of a JSON string, given without its quotes and known to be well formed. */
    static void json(TextView source, int from, int to, TextView into) {
        into.reset(to - from);
        append(source, from, to, into);
        into.end(source.origin(to));
    }

    /** The same, added to what the other view has already. */
    static void append(TextView source, int from, int to, TextView into) {
        byte[] b = source.bytes;
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
     * Undoes one layer of encoding, everything that stands next to each other at once: percent signs, character references,
     * escapes written out, compatibility forms and invisible characters. Where none of these are left: look-alike letters;
     * then what is spread out.
     *
     * @param signs the triggers of the text
     * @return whether anything was different; if not, nothing in the other view counts
     */
    static boolean layer(TextView source, int from, int to, StringTriggers signs, TextView into) {
        boolean hides = signs.hides();
        return (hides && (encodings(source, from, to, into) || Confusables.layer(source, from, to, into)))
                || SpacedOut.layer(source, from, to, signs, into);
    }

    /** The same for a value that its key tells: how it is spread out belongs to it. */
    static boolean layer(TextView source, int from, int to, TextView into) {
        return encodings(source, from, to, into) || Confusables.layer(source, from, to, into);
    }

    private static boolean encodings(TextView source, int from, int to, TextView into) {
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
        if (c < 0) {
            int length = Utf8.lengthAt(b, i, to);
            int character = length == 0 ? 0 : Utf8.codePointAt(b, i, length);
            int folded = length == 0 ? 0 : Lookalikes.fold(character);
            return folded == character ? AS_IT_IS : result(length, folded);
        }
        if (c == '\t' || c == '\n' || c == '\r') {
            return AS_IT_IS;
        }
        if (c < ' ' || c == 0x7f) {
            return 1L << 32 | INVISIBLE;
        }
        long found = c == '%' ? percent(b, i, to) : c == '&' ? CharacterReferences.at(b, i, to) : 0;
        found = c == '\\' ? LiteralEscapes.at(b, i, to) : found;
        int decoded = (int) found;
        if (found == AS_IT_IS || (decoded & PART) != 0) {
            return found;
        }
        boolean isCharacter = decoded <= Character.MAX_CODE_POINT && (decoded < 0xd800 || decoded >= 0xe000);
        boolean isInvisible = decoded < ' ' && decoded != '\t' && decoded != '\n' && decoded != '\r';
        int folded = isInvisible ? Lookalikes.INVISIBLE : decoded < 0x80 ? decoded : Lookalikes.fold(decoded);
        return isCharacter ? result((int) (found >>> 32), folded) : AS_IT_IS;
    }

    private static long result(int length, int character) {
        return (long) length << 32 | (character == Lookalikes.INVISIBLE ? INVISIBLE : character);
    }

    private static long percent(byte[] b, int i, int to) {
        if (i + 1 < to && (b[i + 1] | 0x20) == 'u') {
            return LiteralEscapes.unicode(b, i, to);
        }
        int octet = Hex.value(b, i + 1, 2, to);
        return octet < 0 ? AS_IT_IS : 3L << 32 | (octet >= 0x80 ? PART | octet : octet);
    }
}
