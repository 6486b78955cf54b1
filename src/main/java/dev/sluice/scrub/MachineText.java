package dev.sluice.scrub;

import dev.sluice.json.Hex;
import dev.sluice.scrub.text.Ascii;

/**
 * Strings with many digits that fill most events, and in which no detector ever finds anything: UUIDs and points in time.
 * Knowing them at a glance spares the search.
 */
final class MachineText {
    private static final int UUID_LENGTH = 36;
    /** 0 for a hexadecimal digit, 1 for a dash, 2 for anything else. */
    private static final byte[] FORMS = new byte[256];

    private static final String SECONDS = "0000-00-00T00:00:00";

    static {
        for (int b = 0; b < 256; b++) {
            FORMS[b] = (byte) (b == '-' ? 1 : Hex.digit((byte) b) >= 0 ? 0 : 2);
        }
    }

    private MachineText() {}

    /** Whether all of {@code [from, to)}, which has these triggers, is one of them. */
    static boolean isOne(byte[] b, int from, int to, StringTriggers triggers) {
        int mask = triggers.mask & ~StringTriggers.UPPER;
        if (mask == StringTriggers.DIGIT) {
            return isUuid(b, from, to);
        }
        boolean timely = (mask & ~StringTriggers.DOT) == (StringTriggers.DIGIT | StringTriggers.COLON);
        return timely && isTime(b, from, to);
    }

    private static boolean isUuid(byte[] b, int from, int to) {
        if (to - from != UUID_LENGTH) {
            return false;
        }
        if (b[from + 8] != '-' || b[from + 13] != '-' || b[from + 18] != '-' || b[from + 23] != '-') {
            return false;
        }
        int dashes = 0;
        int others = 0;
        for (int i = from; i < to; i++) {
            int form = FORMS[b[i] & 0xff];
            dashes += form & 1;
            others |= form;
        }
        return dashes == 4 && others <= 1;
    }

    /** {@code 2026-11-22T16:32:12.890Z}: RFC 3339 in universal time, with up to six digits after the seconds. */
    private static boolean isTime(byte[] b, int from, int to) {
        int end = from + SECONDS.length();
        if (to <= end || to > end + 8 || b[to - 1] != 'Z') {
            return false;
        }
        for (int i = 0; i < SECONDS.length(); i++) {
            char form = SECONDS.charAt(i);
            if (form == '0' ? !Ascii.isDigit(b[from + i]) : b[from + i] != form) {
                return false;
            }
        }
        boolean fraction = b[end] == '.' && Ascii.digits(b, end + 1, to) == to - 1;
        return to == end + 1 || fraction;
    }
}
