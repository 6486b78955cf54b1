package dev.sluice.scrub;

import java.nio.charset.StandardCharsets;

/**
 * What the bytes of a string have in common: one table look-up per byte tells, for most strings, that no detector has any
 * business in it.
 */
final class StringTriggers {
    static final int DIGIT = 1;
    static final int AT = 1 << 1;
    static final int EQUALS = 1 << 2;
    static final int COLON = 1 << 3;
    static final int DOT = 1 << 4;
    static final int SPACE = 1 << 5;
    /** Something else may be encoded in it: percent sign, bytes above 0x7e, control characters. */
    static final int HIDES = 1 << 6;

    static final int BACKSLASH = 1 << 7;
    /** With a semicolon or a number sign somewhere, a character reference; without, only what stands between parameters. */
    static final int AMPERSAND = 1 << 8;

    static final int SEMICOLON = 1 << 9;
    /** An opening bracket. */
    static final int BRACKET = 1 << 10;

    /** Between the segments of paths, most of which are addresses of pages. */
    static final int SLASH = 1 << 11;

    static final int UPPER = 1 << 12;
    static final int HASH = 1 << 13;
    static final int PLUS = 1 << 14;
    /** Bytes that end a stretch of plain string: quote, backslash, control characters. */
    static final int STOP = Integer.MIN_VALUE;

    static final int[] CLASSES = new int[256];

    static {
        for (int b = 0; b < 256; b++) {
            CLASSES[b] = b < 0x20 ? STOP | HIDES : b >= 0x7f ? HIDES : 0;
        }
        for (byte b : "\t\n\r".getBytes(StandardCharsets.US_ASCII)) {
            CLASSES[b] = STOP;
        }
        for (int b = 'A'; b <= 'Z'; b++) {
            CLASSES[b] = UPPER;
        }
        for (int b = '0'; b <= '9'; b++) {
            CLASSES[b] = DIGIT;
        }
        CLASSES['"'] = STOP;
        CLASSES['\\'] = STOP | BACKSLASH;
        CLASSES['@'] = AT;
        CLASSES['='] = EQUALS;
        CLASSES[':'] = COLON;
        CLASSES['.'] = DOT;
        CLASSES[' '] = SPACE;
        CLASSES['%'] = HIDES;
        CLASSES['&'] = AMPERSAND;
        CLASSES[';'] = SEMICOLON;
        CLASSES['('] = BRACKET;
        CLASSES['['] = BRACKET;
        CLASSES['{'] = BRACKET;
        CLASSES['/'] = SLASH;
        CLASSES['#'] = HASH;
        CLASSES['+'] = PLUS;
    }

    private static final int FEWEST_NUMBER_DIGITS = 7;
    private static final int FEWEST_ADDRESS_DIGITS = 4;
    /** A title and a name. */
    private static final int SHORTEST_PHRASE = 7;

    /** {@code home/} and a letter. */
    private static final int SHORTEST_HOME = 6;

    private static final int SHORTEST_CODE = 8;
    private static final int SHORTEST_TOKEN = 24;
    private static final int SHORTEST_KEY_OF_LETTERS = 33;
    /** Twelve bytes in base64. */
    private static final int SHORTEST_PACKED = 16;

    /** The classes seen. */
    int mask;

    int digits;

    void of(byte[] b, int from, int to) {
        int seen = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            int c = CLASSES[b[i] & 0xff];
            seen |= c;
            count += c & DIGIT;
        }
        mask = seen;
        digits = count;
    }

    /** Whether a string of this length may hold anything that a detector finds without a key. */
    boolean callForDetectors(int length) {
        return (mask & (AT | EQUALS | HIDES | AMPERSAND | BACKSLASH | BRACKET)) != 0
                || digits >= FEWEST_NUMBER_DIGITS
                || (digits >= FEWEST_ADDRESS_DIGITS && (mask & DOT) != 0)
                || (digits > 0 && (mask & COLON) != 0)
                || (length >= SHORTEST_PHRASE && (mask & SPACE) != 0)
                || (length >= SHORTEST_CODE && digits > 0)
                || (length >= SHORTEST_PACKED && (mask & UPPER) != 0)
                || (length >= SHORTEST_TOKEN && (mask & DOT) != 0 && (mask & COLON) == 0)
                || (length >= SHORTEST_KEY_OF_LETTERS && (mask & (SPACE | DOT | COLON)) == 0);
    }

    /** Whether a string that calls for no other detector may be a path into somebody's home. */
    boolean mayHoldHome(byte[] b, int from, int to) {
        if ((mask & SLASH) == 0) {
            return false;
        }
        for (int i = from; i + SHORTEST_HOME < to; i++) {
            if (b[i] == '/'
                    && (((b[i + 1] | 0x20) == 'u' && b[i + 2] == 's') || (b[i + 1] == 'h' && b[i + 3] == 'm'))) {
                return true;
            }
        }
        return false;
    }

    boolean mayHoldEmail() {
        return (mask & (AT | HIDES | AMPERSAND | BACKSLASH)) != 0;
    }

    /** Whether something may be encoded in it. */
    boolean hides() {
        boolean refers = (mask & AMPERSAND) != 0 && (mask & (SEMICOLON | HASH)) != 0;
        return refers || (mask & (HIDES | BACKSLASH)) != 0;
    }
}
