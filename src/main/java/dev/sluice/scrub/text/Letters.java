package dev.sluice.scrub.text;

import dev.sluice.json.Utf8;

/** Questions about letters of any alphabet, which take one to four bytes. */
public final class Letters {
    private Letters() {}

    /** Number of bytes of the letter, or of the mark on the one before it, at {@code i}; 0 if something else is there. */
    public static int lengthAt(byte[] b, int i, int to) {
        if (i >= to) {
            return 0;
        }
        if (b[i] >= 0) {
            return Ascii.isLetter(b[i]) ? 1 : 0;
        }
        int length = Utf8.lengthAt(b, i, to);
        if (length == 0) {
            return 0;
        }
        int c = Utf8.codePointAt(b, i, length);
        if (Character.isLetter(c)) {
            return length;
        }
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK ? length : 0;
    }

    /** Index after the letters that start at {@code from}. */
    public static int end(byte[] b, int from, int to) {
        int i = from;
        int length = lengthAt(b, i, to);
        while (length > 0) {
            i += length;
            length = lengthAt(b, i, to);
        }
        return i;
    }

    /** Index of the first of the letters that end before {@code to}. */
    public static int start(byte[] b, int from, int to) {
        int i = to;
        while (i > from) {
            int lead = previous(b, from, i);
            if (lengthAt(b, lead, i) != i - lead) {
                break;
            }
            i = lead;
        }
        return i;
    }

    /** Index of the first byte of the character that ends before {@code i}. */
    public static int previous(byte[] b, int from, int i) {
        int lead = i - 1;
        while (lead > from && i - lead < 4 && (b[lead] & 0xc0) == 0x80) {
            lead--;
        }
        return lead;
    }

    /** Whether a capital letter stands at {@code i}, or a letter of an alphabet that has none. */
    public static boolean isCapital(byte[] b, int i, int to) {
        if (i < to && b[i] >= 0) {
            return b[i] >= 'A' && b[i] <= 'Z';
        }
        int length = lengthAt(b, i, to);
        if (length == 0) {
            return false;
        }
        int c = Utf8.codePointAt(b, i, length);
        return Character.isUpperCase(c) || Character.getType(c) == Character.OTHER_LETTER;
    }

    /** Whether a letter of an alphabet without capitals stands at {@code i}. */
    public static boolean isCaseless(byte[] b, int i, int to) {
        int length = i < to && b[i] < 0 ? lengthAt(b, i, to) : 0;
        return length > 0 && Character.getType(Utf8.codePointAt(b, i, length)) == Character.OTHER_LETTER;
    }
}
