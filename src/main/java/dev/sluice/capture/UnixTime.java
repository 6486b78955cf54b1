package dev.sluice.capture;

import org.jspecify.annotations.Nullable;

/** Times written as plain numbers: the magnitude tells seconds from milli-, micro- and nanoseconds. */
final class UnixTime {
    private UnixTime() {}

    static boolean isNumber(byte[] text, int from, int to) {
        int dots = 0;
        int start = text[from] == '-' ? from + 1 : from;
        for (int i = start; i < to; i++) {
            if (text[i] == '.' && i > start) {
                dots++;
            } else if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return start < to && dots <= 1;
    }

    static @Nullable ParsedTime of(byte[] text, int from, int to) {
        boolean negative = text[from] == '-';
        int i = negative ? from + 1 : from;
        long whole = 0;
        int wholeDigits = 0;
        while (i < to && text[i] != '.') {
            if (++wholeDigits > 18 && whole > 0) {
                return wholeDigits == 19 && i + 1 == to ? scaled(whole, text[i] - '0', negative) : null;
            }
            whole = whole * 10 + text[i++] - '0';
        }
        int nano = 0;
        int digits = 0;
        int scale = 100_000_000;
        for (i++; i < to; i++) {
            nano += (text[i] - '0') * scale;
            scale /= 10;
            digits++;
        }
        return scaled(whole, nano, digits, negative);
    }

    /** Nanoseconds since 2001 have 19 digits, one more than fits comfortably: the last one is below any precision kept. */
    private static ParsedTime scaled(long tensOfNanos, int lastDigit, boolean negative) {
        long second = tensOfNanos / 100_000_000;
        int nano = (int) (tensOfNanos % 100_000_000) * 10 + lastDigit;
        return signed(second, nano, 9, negative);
    }

    private static ParsedTime scaled(long whole, int nano, int digits, boolean negative) {
        if (whole < 100_000_000_000L) {
            return signed(whole, nano, Math.min(digits, 9), negative);
        }
        if (whole < 100_000_000_000_000L) {
            return signed(whole / 1_000, (int) (whole % 1_000) * 1_000_000 + nano / 1_000, 3, negative);
        }
        if (whole < 100_000_000_000_000_000L) {
            return signed(whole / 1_000_000, (int) (whole % 1_000_000) * 1_000, 6, negative);
        }
        return signed(whole / 1_000_000_000, (int) (whole % 1_000_000_000), 9, negative);
    }

    private static ParsedTime signed(long second, int nano, int digits, boolean negative) {
        if (!negative) {
            return new ParsedTime(second, nano, digits, false);
        }
        return nano == 0
                ? new ParsedTime(-second, 0, digits, false)
                : new ParsedTime(-second - 1, 1_000_000_000 - nano, digits, false);
    }
}
