package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * International bank account numbers (ISO 13616): the country's exact length and structure, remainder 97, in one piece or in
 * groups, in upper or lower case. Needs no word before it. Belongs to one thread.
 */
public final class IbanDetector {
    private static final int SHORTEST = 11;

    /** Looks for a number that starts at {@code start}, where a word does. */
    boolean at(Text text, int start, Match match) {
        int end = endAt(text.bytes, text.from, text.to, start);
        return end > 0 && match.is(start, end, Kind.IBAN);
    }

    /** Whether all of {@code [from, to)} is one. */
    public boolean isWhole(byte[] b, int from, int to) {
        return endAt(b, from, to, from) == to;
    }

    private static int endAt(byte[] b, int from, int to, int start) {
        if (start + 4 + SHORTEST > to || !Ascii.isLetter(b[start]) || !Ascii.isLetter(b[start + 1])) {
            return -1;
        }
        int check = start + 2;
        boolean isCheck = Ascii.isDigit(b[check]) && Ascii.isDigitAt(b, check + 1, from, to);
        int country = b[start] & 0x20;
        if (!isCheck || (b[start + 1] & 0x20) != country || !Borders.startsHere(b, from, start)) {
            return -1;
        }
        int first = (b[start] & ~0x20) - 'A';
        int second = (b[start + 1] & ~0x20) - 'A';
        return endOfAccount(b, to, check, first, second, country);
    }

    private static int endOfAccount(byte[] b, int to, int check, int first, int second, int letterCase) {
        int length = IbanFormats.length(first, second);
        int i = check + 2;
        int remainder = 0;
        byte separator = 0;
        for (int place = 0; place < length; place++) {
            if (i < to && isSeparator(b[i]) && (separator == 0 || separator == b[i])) {
                separator = b[i++];
            }
            if (i >= to || !Ascii.isAlphanumeric(b[i])) {
                return -1;
            }
            int c = Ascii.isLetter(b[i]) ? b[i] & ~0x20 : b[i];
            boolean isOtherCase = Ascii.isLetter(b[i]) && (b[i] & 0x20) != letterCase;
            if (isOtherCase || !IbanFormats.fits(first, second, place, c)) {
                return -1;
            }
            remainder = Ascii.isDigit(b[i]) ? (remainder * 10 + c - '0') % 97 : (remainder * 100 + c - 'A' + 10) % 97;
            i++;
        }
        remainder = (remainder * 100 + first + 10) % 97;
        remainder = (remainder * 100 + second + 10) % 97;
        remainder = (remainder * 100 + (b[check] - '0') * 10 + b[check + 1] - '0') % 97;
        return length > 0 && remainder == 1 && Borders.endsHere(b, i, to) ? i : -1;
    }

    private static boolean isSeparator(byte b) {
        return b == ' ' || b == '-' || b == '.';
    }
}
