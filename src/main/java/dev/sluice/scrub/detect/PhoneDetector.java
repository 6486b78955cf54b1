package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Context;
import java.util.List;

/**
 * Telephone numbers: E.164 with a plus sign anywhere, North American ones in their usual dress, and other national forms
 * where a word before them says what they are. Keeps its last match in a field; belongs to one thread.
 */
public final class PhoneDetector {
    private static final int MAX_BYTES = 32;
    private static final int CONTEXT_BYTES = 24;
    private static final int MOST_DIGITS = 15;
    private static final int MOST_DIGITS_BEFORE_BRACKET = 4;
    private static final Context CONTEXT = new Context(List.of(
            "phone",
            "tel",
            "mobil",
            "cell",
            "call",
            "sms",
            "fax",
            "whatsapp",
            "handy",
            "móvil",
            "cellulare",
            "kontakt",
            "telefon",
            "teléfono",
            "téléphone",
            "portable",
            "otp to",
            "text me",
            "reach me",
            "dial",
            "ring",
            "contact number",
            "contact no"));

    private final int[] groups = new int[MAX_BYTES];
    private int groupCount;
    private int digitCount;
    private boolean dressed;

    public int end;

    /** Looks for a number with the plus sign at {@code plus}. */
    public boolean international(byte[] b, int from, int to, int plus) {
        if (plus > from && (Ascii.isWord(b[plus - 1]) || b[plus - 1] == '+' || b[plus - 1] == '/')) {
            return false;
        }
        if (plus + 1 >= to || b[plus + 1] < '1' || b[plus + 1] > '9' || !read(b, plus + 1, to)) {
            return false;
        }
        return digitCount >= 8 && digitCount <= 15;
    }

    /** Looks for a number without a plus sign that starts at {@code i} with a digit or a bracket. */
    public boolean national(byte[] b, int from, int to, int i) {
        if (!read(b, i, to) || digitCount < 7 || digitCount > 13 || isMoneyBefore(b, from, i)) {
            return false;
        }
        if (isDate()) {
            return false;
        }
        return isNorthAmerican(b, i) || CONTEXT.before(b, from, i, CONTEXT_BYTES);
    }

    /** Whether the whole of {@code [from, to)} is a number with a plus sign. */
    public boolean isWholeInternational(byte[] b, int from, int to) {
        return from < to && b[from] == '+' && international(b, from, to, from) && end == to;
    }

    /** Whether the whole of {@code [from, to)} is a number written with a trunk zero and in groups, as in 020 7946 0958. */
    public boolean isWholeNational(byte[] b, int from, int to) {
        return to - from <= MAX_BYTES
                && (b[from] == '0' || b[from] == '(')
                && read(b, from, to)
                && end == to
                && groupCount >= 2
                && groupCount <= 4
                && groups[0] >= 2
                && digitCount >= 9
                && digitCount <= 12
                && firstDigitOfGroup(b, from, 0) == '0'
                && !(groups[0] == 3 && groups[1] == 2)
                && !isDate();
    }

    private boolean read(byte[] b, int from, int to) {
        groupCount = 0;
        digitCount = 0;
        dressed = false;
        int limit = Math.min(to, from + MAX_BYTES);
        int i = from;
        int last = -1;
        int separators = 0;
        while (i < limit) {
            byte c = b[i];
            if (Ascii.isDigit(c)) {
                int run = Ascii.digits(b, i, to);
                if (digitCount + run - i > MOST_DIGITS) {
                    // The next number, unless these digits are glued to the ones before.
                    break;
                }
                groups[groupCount++] = run - i;
                digitCount += run - i;
                last = run;
                i = run;
                separators = 0;
            } else if (c == '(' && digitCount > MOST_DIGITS_BEFORE_BRACKET) {
                break;
            } else if (isSeparator(c) && separators < 2) {
                dressed |= c != ' ' && c != '/';
                separators++;
                i++;
            } else {
                break;
            }
        }
        end = last;
        return last > 0 && endsHere(b, last, to);
    }

    public static boolean isSeparator(byte c) {
        return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
    }

    private static boolean endsHere(byte[] b, int i, int to) {
        if (i >= to) {
            return true;
        }
        if (Ascii.isWord(b[i]) || b[i] == '%' || b[i] == '$') {
            return false;
        }
        boolean joins = b[i] == '.' || b[i] == '-';
        return !(joins && i + 1 < to && Ascii.isDigit(b[i + 1]));
    }

    private static boolean isMoneyBefore(byte[] b, int from, int i) {
        int before = i - 1;
        return before >= from
                && (b[before] == '$' || b[before] == '-' || b[before] == '/' || b[before] == '.' || b[before] == '#');
    }

    private boolean isDate() {
        return groupCount >= 3
                && ((groups[0] == 4 && groups[1] == 2 && groups[2] == 2)
                        || (groups[0] == 2 && groups[1] == 2 && groups[2] == 4));
    }

    private boolean isNorthAmerican(byte[] b, int i) {
        int first = groupCount == 4 && groups[0] == 1 && b[i] == '1' ? 1 : 0;
        if (!dressed || groupCount - first != 3) {
            return false;
        }
        if (groups[first] != 3 || groups[first + 1] != 3 || groups[first + 2] != 4) {
            return false;
        }
        return firstDigitOfGroup(b, i, first) >= '2' && firstDigitOfGroup(b, i, first + 1) >= '2';
    }

    private static byte firstDigitOfGroup(byte[] b, int from, int group) {
        int i = from;
        for (int g = 0; ; g++) {
            while (!Ascii.isDigit(b[i])) {
                i++;
            }
            if (g == group) {
                return b[i];
            }
            i = Ascii.digits(b, i, b.length);
        }
    }
}
