package dev.sluice.capture;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the forms of time that PostHog's capture accepts (reference of the wire protocol, section 7): RFC 3339 and its looser
 * relatives with a space, slashes, a bare hour as the zone or no zone, which then is UTC; dates alone; RFC 2822 and
 * JavaScript's {@code Date.toString}; Unix numbers in seconds, milli-, micro- or nanoseconds.
 */
final class Timestamps {
    private static final int MAX_LENGTH = 64;

    private final byte[] text;
    private final int to;
    private int at;

    private int second;
    private int nano;
    private int digits;
    private boolean isExact = true;

    private Timestamps(byte[] text, int from, int to) {
        this.text = text;
        this.at = from;
        this.to = to;
    }

    /** The instant in a JSON value, a string or a Unix number; null if it is neither. */
    static @Nullable ParsedTime ofJson(byte[] document, int start, int end) {
        if (end - start > MAX_LENGTH) {
            return null;
        }
        if (!JsonText.isString(document, start)) {
            return isDigit(document[start]) || document[start] == '-' ? of(document, start, end) : null;
        }
        if (JsonText.hasEscape(document, start, end)) {
            byte[] plain = JsonText.unescape(document, start, end).getBytes(StandardCharsets.ISO_8859_1);
            return of(plain, 0, plain.length);
        }
        return of(document, start + 1, end - 1);
    }

    /** The instant in a text; null if it is none. */
    static @Nullable ParsedTime of(byte[] text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && text[start] == ' ') {
            start++;
        }
        while (end > start && text[end - 1] == ' ') {
            end--;
        }
        if (start == end) {
            return null;
        }
        if (UnixTime.isNumber(text, start, end)) {
            return UnixTime.of(text, start, end);
        }
        Timestamps reader = new Timestamps(text, start, end);
        return isDigit(text[start]) || text[start] == '+' || text[start] == '-' ? reader.numeric() : reader.words();
    }

    /** Year first with dashes or slashes, or month/day/year, or day month-name year. */
    private @Nullable ParsedTime numeric() {
        int start = at;
        boolean expanded = text[at] == '+' || text[at] == '-';
        boolean negative = text[at] == '-';
        if (expanded) {
            at++;
            isExact = false;
        }
        int first = number(expanded ? 6 : 4);
        int width = at - start;
        if (first < 0 || at == to) {
            return null;
        }
        byte separator = text[at];
        if (separator == ' ' && width <= 2) {
            at = start;
            return words();
        }
        if (separator != '-' && separator != '/') {
            return null;
        }
        at++;
        int secondStart = at;
        int secondNumber = number(2);
        isExact &= separator == '-' && width == 4 && at - secondStart == 2;
        if (secondNumber < 0 || at == to || text[at] != separator) {
            return null;
        }
        at++;
        int thirdStart = at;
        int third = number(width <= 2 && separator == '/' ? 4 : 2);
        isExact &= at - thirdStart == 2;
        if (third < 0) {
            return null;
        }
        if (width >= 4) {
            return rest(negative ? -first : first, secondNumber, third);
        }
        return separator == '/' && at - thirdStart == 4 ? rest(third, first, secondNumber) : null;
    }

    /** What follows a date: nothing, or a time and perhaps a zone. */
    private @Nullable ParsedTime rest(int year, int month, int day) {
        int offset = 0;
        int hour = 0;
        int minute = 0;
        if (at < to) {
            byte separator = text[at++];
            isExact &= separator == 'T';
            if (separator != 'T' && separator != 't' && separator != ' ') {
                return null;
            }
            hour = number(2);
            minute = next(':') ? number(2) : -1;
            if (hour < 0 || minute < 0 || !seconds()) {
                return null;
            }
            offset = zone();
            if (offset == Integer.MIN_VALUE) {
                return null;
            }
        } else {
            isExact = false;
        }
        return at == to ? instant(year, month, day, hour, minute, offset) : null;
    }

    /** Any order of weekday, month name, day, year, time and zone, as RFC 2822 and JavaScript write them. */
    private @Nullable ParsedTime words() {
        isExact = false;
        int year = -1;
        int month = -1;
        int day = -1;
        int hour = 0;
        int minute = 0;
        int offset = 0;
        boolean timed = false;
        while (at < to && text[at] != '(') {
            byte b = text[at];
            int start = at;
            if (b == ' ' || b == ',') {
                at++;
            } else if (timed && (b == '+' || b == '-' || b == 'Z' || b == 'G' || b == 'U')) {
                offset = zone();
                if (offset == Integer.MIN_VALUE) {
                    return null;
                }
            } else if (isDigit(b)) {
                int value = number(4);
                int width = at - start;
                if (width <= 2 && at < to && text[at] == ':') {
                    at++;
                    hour = value;
                    minute = number(2);
                    if (timed || minute < 0 || !seconds()) {
                        return null;
                    }
                    timed = true;
                } else if (width == 4 && year < 0) {
                    year = value;
                } else if (width <= 2 && day < 0) {
                    day = value;
                } else {
                    return null;
                }
            } else {
                while (at < to && isLetter(text[at])) {
                    at++;
                }
                int named = at - start >= 3 ? Months.named(text, start) : 0;
                if (named == 0 || (named > 0 && month > 0)) {
                    return null;
                }
                month = named > 0 ? named : month;
            }
        }
        return year < 0 ? null : instant(year, month, day, hour, minute, offset);
    }

    private @Nullable ParsedTime instant(int year, int month, int day, int hour, int minute, int offset) {
        if (month < 1 || month > 12 || day < 1 || day > Calendar.daysIn(year, month)) {
            return null;
        }
        // 60 is a leap second, which simply is the first of the next minute.
        if (hour > 23 || minute > 59 || second > 60) {
            return null;
        }
        long seconds = Calendar.epochDay(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second - offset;
        return new ParsedTime(seconds, nano, digits, isExact);
    }

    /** Optional seconds with an optional fraction, of which nine digits count. */
    private boolean seconds() {
        if (!next(':')) {
            isExact = false;
            return true;
        }
        int start = at;
        second = number(2);
        if (second < 0) {
            return false;
        }
        isExact &= at - start == 2 && second < 60;
        if (at < to && (text[at] == '.' || text[at] == ',')) {
            isExact &= text[at] == '.';
            at++;
            int scale = 100_000_000;
            while (at < to && isDigit(text[at])) {
                nano += (text[at++] - '0') * scale;
                scale /= 10;
                digits++;
            }
            isExact &= digits > 0 && digits <= 9;
            digits = Math.min(digits, 9);
        }
        return true;
    }

    /** Seconds east of UTC, 0 where nothing is said; {@link Integer#MIN_VALUE} for what is no zone. */
    private int zone() {
        boolean spaced = next(' ');
        if (at == to) {
            isExact = false;
            return 0;
        }
        isExact &= !spaced;
        byte b = text[at];
        if (b == 'Z' || b == 'z') {
            at++;
            isExact &= b == 'Z';
            return 0;
        }
        if (word("UTC") || word("GMT") || word("UT")) {
            isExact = false;
            if (at == to || (text[at] != '+' && text[at] != '-')) {
                return 0;
            }
        }
        if (text[at] != '+' && text[at] != '-') {
            return Integer.MIN_VALUE;
        }
        int sign = text[at++] == '-' ? -1 : 1;
        int start = at;
        int hours = number(2);
        boolean colon = next(':');
        int minuteStart = at;
        int minutes = at < to && isDigit(text[at]) ? number(2) : 0;
        isExact &= colon && minuteStart - start == 3 && at - minuteStart == 2;
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || (colon && at == minuteStart)) {
            return Integer.MIN_VALUE;
        }
        return sign * (hours * 3_600 + minutes * 60);
    }

    private boolean word(String name) {
        if (to - at < name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (text[at + i] != name.charAt(i)) {
                return false;
            }
        }
        at += name.length();
        return true;
    }

    private boolean next(char c) {
        if (at < to && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    /** One to {@code most} digits; -1 where there is none. */
    private int number(int most) {
        int start = at;
        int value = 0;
        while (at < to && at - start < most && isDigit(text[at])) {
            value = value * 10 + text[at++] - '0';
        }
        return at == start ? -1 : value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '.';
    }
}
