package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Luhn;

/**
 * Payment card numbers: issuer prefix and length, Luhn check digit, and nothing that belongs to a longer number or word at
 * either side. Alone they are believed from 14 to 16 digits; shorter and longer ones only where a key or a word says so.
 * Keeps its last match in a field; belongs to one thread.
 */
public final class CardDetector {
    private static final int MAX_DIGITS = 19;
    private static final int MAX_BYTES = 40;
    /** Cards of the Universal Air Travel Plan start with a 1, like times in microseconds. */
    private static final int AIR_TRAVEL = 15;

    private static final int WINDOW = 30;
    private static final LabelWords WORDS = new LabelWords("""
            card* cc ccn pan visa mastercard maestro amex american_express discover diners jcb unionpay mir elo rupay
            creditcard* credit_card* debit* payment_method kreditkarte* karte* kartennummer* carte* tarjeta* cartão* cartao*
            carta* kaart* creditcard* kort* kredit* karta* karty kártya* kartı* kart карт* Карт* カード* 卡号 信用卡* 카드* بطاقة*
            บัตร*""");

    private final byte[] digits = new byte[MAX_DIGITS];
    private int count;

    public int end;

    /** Whether a run of so many digits, with more behind a separator, can be the first group of a card number. */
    static boolean isFirstGroup(int digits) {
        return digits == 4 || digits == 6 || digits == 8;
    }

    /** Looks for a card number that starts with the digit at {@code i}, where a run of digits begins. */
    public boolean at(byte[] b, int from, int to, int i) {
        count = 0;
        int limit = Math.min(to, i + MAX_BYTES);
        int position = i;
        int separator = 0;
        int groupStart = i;
        int bestEnd = -1;
        while (position < limit && count < MAX_DIGITS) {
            if (Ascii.isDigit(b[position])) {
                digits[count++] = (byte) (b[position++] - '0');
                continue;
            }
            if (separator == 0 ? !isFirstGroup(position - i) : b[position] != separator) {
                break;
            }
            if (!isSeparator(b[position]) || !Ascii.isDigitAt(b, position + 1, i, limit)) {
                break;
            }
            if (position - groupStart >= 2 && isCardHere(b, from, to, i, position)) {
                bestEnd = position;
            }
            separator = b[position++];
            groupStart = position;
        }
        boolean wholeRun = position >= to || !Ascii.isDigit(b[position]);
        if (wholeRun && isCardHere(b, from, to, i, position)) {
            bestEnd = position;
        }
        end = bestEnd;
        return bestEnd > 0;
    }

    /** Lengths that other numbers have more often need a word before them. */
    private boolean isCardHere(byte[] b, int from, int to, int i, int position) {
        if (count < 12 || !endsHere(b, position, to)) {
            return false;
        }
        boolean isUsual = count >= 14 && count <= 16;
        boolean isCard = isCard(digits, count);
        if (isCard && isUsual) {
            return true;
        }
        boolean isAirTravel = count == AIR_TRAVEL && digits[0] == 1 && Luhn.passes(digits, 0, count);
        return (isCard || isAirTravel) && WORDS.before(b, from, i, WINDOW);
    }

    /** Whether the digits of {@code [from, to)}, separators aside, are a card number, and there is nothing else. */
    public boolean isWhole(byte[] b, int from, int to, int fewest) {
        count = 0;
        for (int i = from; i < to; i++) {
            if (Ascii.isDigit(b[i])) {
                if (count == MAX_DIGITS) {
                    return false;
                }
                digits[count++] = (byte) (b[i] - '0');
            } else if (!isSeparator(b[i])) {
                return false;
            }
        }
        return count >= fewest && isCard(digits, count);
    }

    private static boolean isSeparator(byte b) {
        return b == ' ' || b == '-' || b == '.';
    }

    private static boolean endsHere(byte[] b, int i, int to) {
        if (i >= to) {
            return true;
        }
        if (b[i] == '.' || b[i] == ',') {
            return !(i + 1 < to && Ascii.isDigit(b[i + 1]));
        }
        return Borders.endsHere(b, i, to) && !(b[i] == '-' && i + 1 < to && Ascii.isLetter(b[i + 1]));
    }

    public static boolean isCard(byte[] d, int n) {
        return n >= 12 && isIssued(d, n) && !isUniform(d, n) && Luhn.passes(d, 0, n);
    }

    private static boolean isIssued(byte[] d, int n) {
        int two = d[0] * 10 + d[1];
        int three = two * 10 + d[2];
        int four = three * 10 + d[3];
        if (d[0] == 4) {
            return n == 13 || n == 16 || n == 19;
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720) || (four >= 2200 && four <= 2204)) {
            return n == 16;
        }
        if (two == 34 || two == 37) {
            return n == 15;
        }
        if ((three >= 300 && three <= 305) || two == 36 || two == 38 || two == 39) {
            return n >= 14 && n <= 19;
        }
        if (four >= 3528 && four <= 3589) {
            return n >= 16;
        }
        if (four == 6011 || (three >= 644 && three <= 649) || two == 65 || two == 62 || two == 60) {
            return n >= 16;
        }
        return two == 50 || (two >= 56 && two <= 58) || two == 61 || two == 63 || two == 66 || two == 67 || two == 68;
    }

    private static boolean isUniform(byte[] d, int n) {
        for (int i = 1; i < n; i++) {
            if (d[i] != d[0]) {
                return false;
            }
        }
        return true;
    }
}
