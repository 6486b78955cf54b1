package dev.sluice.scrub.text;

/** Questions about single bytes and short words of ASCII. */
public final class Ascii {
    private Ascii() {}

    public static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    public static boolean isLetter(byte b) {
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    public static boolean isAlphanumeric(byte b) {
        return isDigit(b) || isLetter(b);
    }

    /** A letter, a digit, an underscore or part of a non-ASCII character. */
    public static boolean isWord(byte b) {
        return b < 0 || b == '_' || isAlphanumeric(b);
    }

    public static boolean isDigitAt(byte[] b, int i, int from, int to) {
        return i >= from && i < to && isDigit(b[i]);
    }

    public static boolean isWordAt(byte[] b, int i, int from, int to) {
        return i >= from && i < to && isWord(b[i]);
    }

    /** Whether the word before {@code i} goes on there: with a letter, digit or underscore, but not in another script. */
    public static boolean goesOnAt(byte[] b, int i, int to) {
        return i < to && isWord(b[i]) && !isBorderLead(b[i]);
    }

    /** The same before {@code i}. */
    public static boolean goesOnBefore(byte[] b, int i, int from) {
        return i > from && isWord(b[i - 1]) && !isBorderBefore(b, i, from);
    }

    /**
     * Whether the character that ends before {@code i} is not ASCII and still no part of a word of Latin, Greek or Cyrillic
     * letters: a sign, or a letter of a script that puts no spaces between words and numbers.
     */
    public static boolean isBorderBefore(byte[] b, int i, int from) {
        int lead = i - 1;
        while (lead > from && i - lead < 4 && (b[lead] & 0xc0) == 0x80) {
            lead--;
        }
        return lead >= from && isBorderLead(b[lead]);
    }

    /** Signs of Latin 1, and everything from Samaritan on. */
    private static boolean isBorderLead(byte b) {
        return b == (byte) 0xc2 || (b & 0xf0) == 0xe0 || (b & 0xf8) == 0xf0;
    }

    public static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    /** Whether the lower-case word stands at {@code i}, in any case. */
    public static boolean startsWith(byte[] b, int i, int to, String lowerCaseWord) {
        int length = lowerCaseWord.length();
        if (i + length > to) {
            return false;
        }
        for (int j = 0; j < length; j++) {
            byte c = b[i + j];
            int lower = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
            if (lower != lowerCaseWord.charAt(j)) {
                return false;
            }
        }
        return true;
    }

    public static int digits(byte[] b, int from, int to) {
        int i = from;
        while (i < to && isDigit(b[i])) {
            i++;
        }
        return i;
    }
}
