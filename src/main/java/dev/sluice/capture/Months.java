package dev.sluice.capture;

/** English names of months and weekdays, by their first three letters. */
final class Months {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String WEEKDAYS = "montuewedthufrisatsun";

    private Months() {}

    /** 1 to 12 for a month, -1 for a weekday, 0 for any other word. */
    static int named(byte[] text, int at) {
        int month = find(MONTHS, text, at);
        if (month >= 0) {
            return month + 1;
        }
        return find(WEEKDAYS, text, at) >= 0 ? -1 : 0;
    }

    private static int find(String names, byte[] text, int at) {
        for (int i = 0; i < names.length(); i += 3) {
            if ((text[at] | 0x20) == names.charAt(i)
                    && (text[at + 1] | 0x20) == names.charAt(i + 1)
                    && (text[at + 2] | 0x20) == names.charAt(i + 2)) {
                return i / 3;
            }
        }
        return -1;
    }
}
