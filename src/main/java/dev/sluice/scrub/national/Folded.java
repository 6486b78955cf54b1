package dev.sluice.scrub.national;

import dev.sluice.json.Utf8;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Text as words are compared in: lower case, without accents. Reused; one per thread. A character of another kind than a
 * letter is 0 where it may stand inside of a name of several words, and 1 where a name ends.
 */
final class Folded {
    static final char GAP = 0;
    static final char BREAK = 1;
    /** A digit; it is a break, too. */
    static final char DIGIT = 2;

    static final int MAX = 48;

    private static final char[] TABLE = new char[0x500];
    private static final String GAPS = " _-./'\"`*";

    static {
        for (char c = 0; c < TABLE.length; c++) {
            TABLE[c] = fold(c);
        }
    }

    final char[] chars = new char[MAX];
    /** Whether a word of {@code camelCase} starts here. */
    final boolean[] humps = new boolean[MAX];

    int length;

    static boolean isLetter(char c) {
        return c > DIGIT;
    }

    /** Whether words are written without spaces in this script. */
    static boolean isWide(char c) {
        return c >= 0xe00;
    }

    private static char fold(char c) {
        if (c >= '0' && c <= '9') {
            return DIGIT;
        }
        if (!Character.isLetter(c)) {
            return GAPS.indexOf(c) >= 0 || c == 0xa0 ? GAP : BREAK;
        }
        char lower = Character.toLowerCase(c);
        return switch (lower) {
            case 'ø' -> 'o';
            case 'ł' -> 'l';
            case 'đ', 'ð' -> 'd';
            case 'ı' -> 'i';
            case 'ß' -> 's';
            case 'ς' -> 'σ';
            default ->
                Normalizer.normalize(String.valueOf(lower), Normalizer.Form.NFD).charAt(0);
        };
    }

    /** A name of the tables, folded and without its gaps. */
    static String name(String words) {
        var name = new StringBuilder();
        for (char c : words.toLowerCase(Locale.ROOT).toCharArray()) {
            char folded = of(c);
            if (isLetter(folded)) {
                name.append(folded);
            }
        }
        return name.toString();
    }

    /** Reads {@code [from, to)}, whose borders are those of characters; at most {@link #MAX} of them. */
    void read(byte[] b, int from, int to) {
        length = 0;
        boolean lower = false;
        int i = from;
        while (i < to && length < MAX) {
            if (b[i] >= 0) {
                boolean capital = b[i] >= 'A' && b[i] <= 'Z';
                humps[length] = capital && lower;
                lower = !capital;
                chars[length++] = TABLE[b[i++]];
                continue;
            }
            int size = Math.max(1, Utf8.lengthAt(b, i, to));
            int point = size == 1 ? b[i] & 0x7f : Utf8.codePointAt(b, i, size);
            i += size;
            if (point >= 0x300 && point < 0x370) {
                continue;
            }
            boolean upper = point < TABLE.length && Character.isUpperCase(point);
            humps[length] = upper && lower;
            lower = !upper;
            chars[length++] = point > 0xffff ? BREAK : of((char) point);
        }
    }

    private static char of(char c) {
        if (c < TABLE.length) {
            return TABLE[c];
        }
        boolean joins = c == '’' || c == '\u2010' || c == '\u2011' || c == '・' || c == '　';
        return Character.isLetter(c) || isMark(c) ? c : joins ? GAP : BREAK;
    }

    /** The vowel signs of Thai and of the scripts of India are no letters of their own. */
    private static boolean isMark(char c) {
        return c >= 0x900 && c < 0x1000 && Character.isDefined(c) && !Character.isDigit(c);
    }

    boolean startsWord(int i) {
        return isLetter(chars[i])
                && (i == 0 || !isLetter(chars[i - 1]) || humps[i] || isWide(chars[i]) || isWide(chars[i - 1]));
    }

    boolean endsWord(int i) {
        return i + 1 >= length || !isLetter(chars[i + 1]) || humps[i + 1] || isWide(chars[i]) || isWide(chars[i + 1]);
    }
}
