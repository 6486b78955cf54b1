package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/**
 * Telephone numbers. With a plus sign in any dress; with an international prefix, in the forms of North America and with a trunk
 * zero where the grouping and the numbering plan agree; all else where a word before it says what it is. Keeps its last match in
 * fields; belongs to one thread.
 */
public final class PhoneDetector {
    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_NATIONAL = 13;
    private static final int MOST_GROUPS = 10;
    /** Fewer digits after "call" or "reach" are as often a count. */
    private static final int FEWEST_FAINT = 9;

    private final DigitGroups number = new DigitGroups();
    private final PhoneShapes shapes = new PhoneShapes(number);

    public int start;
    public int end;

    /** Looks for a number with the plus sign at {@code plus}. */
    public boolean international(byte[] b, int from, int to, int plus) {
        if (plus > from && (!Borders.startsHere(b, from, plus) || b[plus - 1] == '+' || b[plus - 1] == '/')) {
            return false;
        }
        int first = plus + 1 < to && b[plus + 1] == '+' ? plus + 2 : plus + 1;
        boolean opensAfter = first < to && b[first] == '(';
        if (!Ascii.isDigitAt(b, opensAfter ? first + 1 : first, from, to)) {
            return false;
        }
        boolean opensBefore = plus > from && b[plus - 1] == '(';
        number.read(b, first, to, opensBefore);
        start = opensBefore && number.bracketed == 0 ? plus - 1 : plus;
        return internationalEnd(b, to);
    }

    private boolean internationalEnd(byte[] b, int to) {
        int byLength = -1;
        int byLooks = -1;
        for (int groups = number.groups; groups > 0; groups--) {
            if (endsHere(b, groups, to)) {
                end = number.ends[groups - 1];
                if (shapes.isInternational(0, groups)) {
                    return true;
                }
                byLength = byLength < 0 && shapes.hasInternationalLength(groups) ? end : byLength;
                byLooks = byLooks < 0 && shapes.looksInternational(groups) ? end : byLooks;
            }
        }
        end = byLength > 0 ? byLength : byLooks;
        return end > 0;
    }

    /** Looks for a number without a plus sign that starts at {@code i} with a digit or a bracket. */
    public boolean national(byte[] b, int from, int to, int i) {
        start = i;
        number.read(b, i, to, false);
        boolean isList = number.groups > MOST_GROUPS;
        if (isList || number.count(number.groups) < FEWEST_DIGITS || (b[i] == '(' && number.groups < 2)) {
            return false;
        }
        PhoneWords.Say words = null;
        for (int groups = number.groups; groups > 0 && number.count(groups) >= FEWEST_DIGITS; groups--) {
            if (endsHere(b, groups, to) && !shapes.isDate(groups)) {
                words = words == null ? PhoneWords.before(b, from, i) : words;
                if (isNational(b, from, to, i, groups, words)) {
                    end = number.ends[groups - 1];
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isNational(byte[] b, int from, int to, int i, int groups, PhoneWords.Say words) {
        boolean isJoined = isJoinedBefore(b, from, i) && words != PhoneWords.Say.SURE;
        if (shapes.isNorthAmerican(groups)) {
            return !isJoined || words == PhoneWords.Say.POSSIBLE || words == PhoneWords.Say.FAINT;
        }
        if (isJoined) {
            return false;
        }
        return switch (words) {
            case OTHER -> false;
            case NOTHING -> isAlone(b, from, to, i, groups) && (shapes.isTrunk(groups) || shapes.isDialled(groups));
            case FAINT ->
                isDialable(groups) && shapes.isSomewhere(groups) && (groups > 1 || number.count(1) >= FEWEST_FAINT);
            case POSSIBLE -> isDialable(groups) && shapes.isSomewhere(groups);
            case SURE -> isDialable(groups);
        };
    }

    /** No other group of digits stands right before or after: a piece of a longer number is none. */
    private boolean isAlone(byte[] b, int from, int to, int i, int groups) {
        int after = number.ends[groups - 1];
        boolean isFollowed = after < to && isSeparator(b[after]) && Ascii.isDigitAt(b, after + 1, from, to);
        boolean isPreceded = i - 2 >= from && isSeparator(b[i - 1]) && Ascii.isDigit(b[i - 2]);
        return !isFollowed && !isPreceded && groups == number.groups;
    }

    private boolean isDialable(int groups) {
        int most = number.digits[0] == 0 ? DigitGroups.MOST_DIGITS : MOST_NATIONAL;
        return number.count(groups) <= most && !shapes.isBareOther(groups);
    }

    /** A sign that makes the digits part of something else, if no word says that they are a number of their own. */
    private static boolean isJoinedBefore(byte[] b, int from, int i) {
        if (i == from) {
            return false;
        }
        byte before = b[i - 1];
        return "$#+-/.*~\\^".indexOf(before) >= 0
                || (before == ':' && Ascii.isDigitAt(b, i - 2, from, i))
                || isCurrency(b, from, i);
    }

    /** Whether a cent, pound or yen sign of Latin 1 ends before {@code i}, or one of the block of currency signs. */
    private static boolean isCurrency(byte[] b, int from, int i) {
        boolean latin =
                i - 2 >= from && b[i - 2] == (byte) 0xc2 && (b[i - 1] & 0xff) >= 0xa2 && (b[i - 1] & 0xff) <= 0xa5;
        boolean block =
                i - 3 >= from && b[i - 3] == (byte) 0xe2 && b[i - 2] == (byte) 0x82 && (b[i - 1] & 0xff) >= 0xa0;
        return latin || block;
    }

    private boolean endsHere(byte[] b, int groups, int to) {
        int i = number.ends[groups - 1];
        if (i >= to) {
            return true;
        }
        byte next = b[i];
        boolean isDigitNext = Ascii.isDigitAt(b, i + 1, i, to);
        if (next == '%' || next == '$' || next == '@' || (isDigitNext && "-.:/".indexOf(next) >= 0)) {
            return false;
        }
        // An extension may follow at once.
        return Borders.endsHere(b, i, to) || ((next == 'x' || next == 'X') && isDigitNext);
    }

    /** Whether the whole of {@code [from, to)} is a number with a plus sign. */
    public boolean isWholeInternational(byte[] b, int from, int to) {
        return from < to && b[from] == '+' && international(b, from, to, from) && end == to;
    }

    /** Whether the whole of {@code [from, to)} is a number written in groups, as in 020 7946 0958. */
    public boolean isWholeNational(byte[] b, int from, int to) {
        if (from >= to || !(Ascii.isDigit(b[from]) || b[from] == '(')) {
            return false;
        }
        number.read(b, from, to, false);
        return number.groups > 0 && number.ends[number.groups - 1] == to && shapes.isWhole();
    }

    public static boolean isSeparator(byte c) {
        return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
    }
}
