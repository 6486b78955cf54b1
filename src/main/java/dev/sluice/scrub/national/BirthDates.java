package dev.sluice.scrub.national;

/** Dates as identifiers carry them. The century is mostly not in the digits, so 29 February is always believed. */
final class BirthDates {
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private BirthDates() {}

    static boolean exists(int month, int day) {
        return month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1];
    }

    /** Year, month and day in six digits from {@code i} on. */
    static boolean yearFirst(Code code, int i) {
        return exists(code.pair(i + 2), code.pair(i + 4));
    }

    /** Day, month and year in six digits from {@code i} on. */
    static boolean dayFirst(Code code, int i) {
        return exists(code.pair(i + 2), code.pair(i));
    }

    /** Four digits of a year in which somebody alive, or not long dead, was born. */
    static boolean isYear(Code code, int i) {
        int century = code.pair(i);
        return century == 19 || (century == 20 && code.digit(i + 2) <= 2) || (century == 18 && code.digit(i + 2) == 9);
    }
}
