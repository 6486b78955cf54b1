package dev.sluice.scrub;

import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Words;

/**
 * Strings with many digits that fill most events, and in which no detector ever finds anything: UUIDs and points in time.
 * Knowing them at a glance spares the search.
 */
final class MachineText {
    static final int UUID_LENGTH = 36;
    /** Makes a digit of the dash in the middle of eight bytes. */
    private static final long FIFTH_DASH = (long) ('-' ^ '0') << 32;

    private static final String SECONDS = "0000-00-00T00:00:00";

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

    /** Whether a UUID and the quote that ends it stand at {@code from}. */
    static boolean isUuidAt(byte[] b, int from, int to) {
        int end = from + UUID_LENGTH;
        return end < to && b[end] == '"' && isUuid(b, from, end);
    }

    private static boolean isUuid(byte[] b, int from, int to) {
        return to - from == UUID_LENGTH
                && b[from + 8] == '-'
                && b[from + 13] == '-'
                && b[from + 18] == '-'
                && b[from + 23] == '-'
                && Words.areHex(Words.at(b, from))
                && Words.areHex(Words.at(b, from + 9) ^ FIFTH_DASH)
                && Words.areHex(Words.at(b, from + 14) ^ FIFTH_DASH)
                && Words.areHex(Words.at(b, from + 19) ^ FIFTH_DASH)
                && Words.areHex(Words.at(b, from + 24))
                && Words.areHex(Words.at(b, from + 28));
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
