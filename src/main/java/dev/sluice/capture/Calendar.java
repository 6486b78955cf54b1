package dev.sluice.capture;

/** Days of the proleptic Gregorian calendar, without an object for each date. */
final class Calendar {
    private static final int DAYS_PER_CYCLE = 146_097;

    private Calendar() {}

    static int daysIn(int year, int month) {
        return switch (month) {
            case 4, 6, 9, 11 -> 30;
            case 2 -> isLeap(year) ? 29 : 28;
            default -> 31;
        };
    }

    /** Days since 1 January 1970. Counting years from March puts the leap day at the end, where it disturbs nothing. */
    static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int cycle = Math.floorDiv(y, 400);
        int yearOfCycle = y - cycle * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear;
        return (long) cycle * DAYS_PER_CYCLE + dayOfCycle - 719_468;
    }

    /**
     * The instant as ISO 8601 in UTC, {@code 2026-11-22T16:36:50.714Z}, with three to nine digits of a fraction.
     *
     * @param second seconds since the epoch, of the years 0 to 9999
     */
    static byte[] text(long second, int nano, int digits) {
        long epochDay = Math.floorDiv(second, 86_400L);
        int secondOfDay = (int) Math.floorMod(second, 86_400L);
        long shifted = epochDay + 719_468;
        int cycle = (int) Math.floorDiv(shifted, (long) DAYS_PER_CYCLE);
        int dayOfCycle = (int) (shifted - (long) cycle * DAYS_PER_CYCLE);
        int yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
        int dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;

        byte[] out = new byte[21 + digits];
        put(out, 0, 4, yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0));
        out[4] = '-';
        put(out, 5, 2, month);
        out[7] = '-';
        put(out, 8, 2, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
        out[10] = 'T';
        put(out, 11, 2, secondOfDay / 3_600);
        out[13] = ':';
        put(out, 14, 2, secondOfDay / 60 % 60);
        out[16] = ':';
        put(out, 17, 2, secondOfDay % 60);
        out[19] = '.';
        int fraction = nano;
        for (int dropped = digits; dropped < 9; dropped++) {
            fraction /= 10;
        }
        put(out, 20, digits, fraction);
        out[20 + digits] = 'Z';
        return out;
    }

    private static boolean isLeap(int year) {
        return Math.floorMod(year, 4) == 0 && (Math.floorMod(year, 100) != 0 || Math.floorMod(year, 400) == 0);
    }

    private static void put(byte[] out, int at, int width, int value) {
        int rest = value;
        for (int i = at + width - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
