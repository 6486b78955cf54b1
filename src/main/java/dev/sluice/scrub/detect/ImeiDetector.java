package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Luhn;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/** Identities of mobile devices (3GPP TS 23.003): fifteen digits with a Luhn check digit, after a word that says so. */
final class ImeiDetector {
    private static final int DIGITS = 15;
    private static final int WITH_VERSION = 16;
    private static final int WINDOW = 40;
    private static final LabelWords WORDS = new LabelWords("""
            imei* meid* imeisv device_id deviceid handset* equipment_id gerätenummer seriennummer_des_handys
            numéro_d'imei número_imei 串号 端末識別番号 단말기""");

    private final byte[] digits = new byte[WITH_VERSION];

    /** Looks at the digits from {@code start} on, also as 35-209900-176148-1. */
    boolean at(Text text, int start, Match match) {
        byte[] b = text.bytes;
        int count = 0;
        int i = start;
        while (i < text.to && count < WITH_VERSION) {
            if (Ascii.isDigit(b[i])) {
                digits[count++] = (byte) (b[i] - '0');
            } else if (!isSeparator(b[i]) || !Ascii.isDigitAt(b, i + 1, start, text.to)) {
                break;
            }
            i++;
        }
        boolean isComplete = count == DIGITS ? Luhn.passes(digits, 0, DIGITS) : count == WITH_VERSION;
        return isComplete
                && !Ascii.isDigitAt(b, i, start, text.to)
                && Borders.endsHere(b, i, text.to)
                && WORDS.before(b, text.from, start, WINDOW)
                && match.is(start, i, Kind.IMEI);
    }

    private static boolean isSeparator(byte c) {
        return c == '-' || c == ' ' || c == '/';
    }
}
