package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Letters;

/**
 * What follows street and number in an address: part of the building, post code, city, state, country, in any order, with
 * commas, dashes or line breaks between them. Keeps what it read last in fields; belongs to one thread.
 */
final class AddressTail {
    private static final int MOST_PARTS = 8;
    private static final int MOST_WORDS = 4;
    private static final int LONGEST = 160;

    /** Index after the last part; where it was asked to start if there is none. */
    int end;

    boolean code;
    boolean place;
    boolean unit;
    /** Whether the post code is more than four digits, which could be a year. */
    boolean sureCode;
    /** Whether it is more than a plain number. */
    boolean shapedCode;

    private boolean sign;

    void read(byte[] b, int from, int limit) {
        int to = Math.min(limit, from + LONGEST);
        end = from;
        code = false;
        place = false;
        unit = false;
        sureCode = false;
        shapedCode = false;
        boolean afterCode = false;
        for (int parts = 0; parts < MOST_PARTS; parts++) {
            int i = separator(b, end, to);
            if (i == end || i >= to) {
                return;
            }
            int next = unitEnd(b, i, to);
            if (next > 0) {
                unit = true;
                end = next;
                afterCode = false;
                continue;
            }
            next = codeEnd(b, i, to);
            if (next > 0) {
                code = true;
                sureCode |= !PostCodes.isWeak(b, i, next);
                shapedCode |= Ascii.digits(b, i, next) < next;
                end = next;
                afterCode = true;
                continue;
            }
            next = placeEnd(b, i, to);
            boolean allowed = next > 0 && (sign || afterCode || codeFollows(b, next, to));
            if (!allowed) {
                return;
            }
            place = true;
            end = next;
            afterCode = false;
        }
    }

    /** Index after spaces, line breaks, and at most one sign between two parts. */
    private int separator(byte[] b, int from, int to) {
        int i = skip(b, from, to);
        sign = i > from && contains(b, from, i, '\n');
        boolean dash = i > from && i + 1 < to && b[i] == '-' && b[i + 1] == ' ';
        if (i < to && (b[i] == ',' || b[i] == ';' || b[i] == '|' || dash)) {
            sign = true;
            i = skip(b, i + 1, to);
        } else if (i > from && i + 3 < to && b[i] == (byte) 0xe2 && b[i + 1] == (byte) 0x80 && b[i + 3] == ' ') {
            sign = true;
            i = skip(b, i + 3, to);
        }
        return i;
    }

    private static int skip(byte[] b, int from, int to) {
        int i = from;
        while (i < to && i - from < 6 && Ascii.isSpace(b[i])) {
            i++;
        }
        return i;
    }

    private static boolean contains(byte[] b, int from, int to, char c) {
        for (int i = from; i < to; i++) {
            if (b[i] == c) {
                return true;
            }
        }
        return false;
    }

    /** {@code Apt 18}, {@code #32}, {@code 9º B}, {@code 2nd floor}. */
    private static int unitEnd(byte[] b, int i, int to) {
        if (b[i] == '#') {
            int end = token(b, i + 1, to);
            return end > i + 1 ? end : -1;
        }
        if (Ascii.isDigit(b[i])) {
            return floorEnd(b, i, to);
        }
        int word = Letters.end(b, i, Math.min(to, i + 16));
        if (word == i || (StreetWords.of(b, i, word) & StreetWords.UNIT) == 0) {
            return -1;
        }
        boolean dot = word < to && b[word] == '.';
        if (word - i == 1 && !dot) {
            return -1;
        }
        int start = dot ? word + 1 : word;
        start = NameDetector.spaces(b, start, to);
        start = start < to && b[start] == '#' ? start + 1 : start;
        int end = token(b, start, to);
        boolean telling = end > start && (containsDigit(b, start, end) || end - start == 1);
        return telling ? end : -1;
    }

    private static boolean containsDigit(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Ascii.isDigit(b[i])) {
                return true;
            }
        }
        return false;
    }

    private static int token(byte[] b, int from, int to) {
        int i = from;
        while (i < to && i - from < 8 && (Ascii.isAlphanumeric(b[i]) || b[i] == '-' || b[i] == '/')) {
            i++;
        }
        return i;
    }

    private static int floorEnd(byte[] b, int i, int to) {
        int run = Ascii.digits(b, i, to);
        if (run - i > 2 || run + 1 >= to) {
            return -1;
        }
        boolean ordinal = b[run] == (byte) 0xc2
                && (b[run + 1] == (byte) 0xba || b[run + 1] == (byte) 0xaa || b[run + 1] == (byte) 0xb0);
        if (ordinal) {
            int end = run + 2;
            int door = end < to && (b[end] == ' ' || b[end] == '-') ? end + 1 : end;
            int doorEnd = token(b, door, to);
            return doorEnd > door && doorEnd - door <= 3 ? doorEnd : end;
        }
        int word = Letters.end(b, run, to);
        word = word < to && b[word] == '.' ? word + 1 : word;
        int floor = word < to && b[word] == ' ' ? word + 1 : -1;
        int floorEnd = floor < 0 ? -1 : Letters.end(b, floor, to);
        return floor > 0 && (StreetWords.of(b, floor, floorEnd) & StreetWords.UNIT) != 0 ? floorEnd : -1;
    }

    private int codeEnd(byte[] b, int i, int to) {
        int end = PostCodes.end(b, i, to);
        if (end < 0 || !PostCodes.isWeak(b, i, end)) {
            return end;
        }
        // Four digits need their city beside them.
        boolean city = end + 1 < to && b[end] == ' ' && Letters.isCapital(b, end + 1, to);
        return city || place ? end : -1;
    }

    private boolean codeFollows(byte[] b, int i, int to) {
        int next = skip(b, i, to);
        int end = next > i && next < to ? PostCodes.end(b, next, to) : -1;
        return end > 0 && !PostCodes.isWeak(b, next, end);
    }

    /** Index after up to four words with a capital, with particles between them; -1 if there is none. */
    private static int placeEnd(byte[] b, int from, int to) {
        int end = -1;
        int i = from;
        for (int words = 0; words < MOST_WORDS && i < to; words++) {
            int word = StreetWords.wordEnd(b, i, to);
            if (word == i) {
                break;
            }
            boolean capital = Letters.isCapital(b, i, to);
            int meaning = StreetWords.of(b, i, word);
            boolean ordinary = PeopleWords.is(b, i, word, PeopleWords.STOP) && (meaning & StreetWords.PLACE) == 0;
            if (capital
                    && !(ordinary && word - i > 2)
                    && PostCodes.end(b, i, to) < 0
                    && !Ascii.isDigitAt(b, word, i, to)) {
                end = word;
            } else if ((meaning & StreetWords.PARTICLE) == 0) {
                break;
            }
            boolean dot = word < to && b[word] == '.' && word - i <= 3;
            int next = dot ? word + 1 : word;
            if (next >= to || b[next] != ' ') {
                break;
            }
            i = next + 1;
        }
        return end;
    }
}
