package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Letters;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Postal addresses, from the number of the house on: a street's name and word before or after it, and then what {@link
 * AddressTail} reads. Where the words are weak, a post code, a part of the building or a label has to confirm it. Belongs to
 * one thread.
 */
final class StreetDetector {
    private static final int LONGEST_NUMBER = 5;
    private static final int MOST_WORDS = 6;
    private static final int LOOK_BACK = 80;
    private static final int LABEL_WORDS = 4;

    private final StreetBeforeNumber before = new StreetBeforeNumber();
    private final AddressTail tail = new AddressTail();
    /** Whether what was read last needs no confirmation. */
    private boolean sure;
    /** Whether a word for a street is in it. */
    private boolean street;

    /** Looks around the run of digits {@code [i, run)}. */
    boolean at(Text text, int i, int run, Match match) {
        byte[] b = text.bytes;
        int to = text.to;
        if (run - i > LONGEST_NUMBER || (i > text.from && "$#/.-+*".indexOf(b[i - 1]) >= 0)) {
            return false;
        }
        int number = numberEnd(b, i, run, to);
        if (number < 0) {
            return false;
        }
        return nameFirst(text, i, number, match) || numberFirst(text, i, number, match);
    }

    /** Index after the number of a house: {@code 12}, {@code 12b}, {@code 12-14}, {@code 12/4}; -1 if it is another. */
    private static int numberEnd(byte[] b, int i, int run, int to) {
        int end = run;
        if (end < to && (b[end] == '-' || b[end] == '/') && Ascii.isDigitAt(b, end + 1, i, to)) {
            int second = Ascii.digits(b, end + 1, to);
            end = second - end <= LONGEST_NUMBER ? second : end;
        }
        if (end < to && Ascii.isLetter(b[end])) {
            end++;
        }
        boolean goesOn = Ascii.isWordAt(b, end, i, to) && b[end] >= 0;
        boolean decimal =
                end + 1 < to && (b[end] == '.' || b[end] == ':' || b[end] == '/') && Ascii.isDigit(b[end + 1]);
        return goesOn || decimal || (end < to && b[end] == '%') ? -1 : end;
    }

    private boolean numberFirst(Text text, int start, int number, Match match) {
        byte[] b = text.bytes;
        int to = text.to;
        int i = number;
        if (i < to && b[i] == ',') {
            i++;
        }
        if (i >= to || b[i] != ' ') {
            return false;
        }
        int end = streetAfter(b, i + 1, to);
        if (end < 0) {
            return false;
        }
        boolean labelled = labelled(b, text.from, start);
        // Most numbers in a text have no street behind them: no need to look any further.
        if (!street && !labelled) {
            return false;
        }
        tail.read(b, end, to);
        boolean confirmed = (street && (tail.code || tail.unit || labelled)) || (labelled && tail.place);
        boolean titled = end + 1 < to && tail.end == end && b[end] == ' ' && Letters.isCapital(b, end + 1, to);
        boolean comma = b[number] == ',';
        boolean accepted = confirmed || (sure && (tail.place || (!titled && !comma)));
        return accepted && match.is(start, tail.end, Kind.STREET_ADDRESS);
    }

    /** Index after the street that starts at {@code from}; -1 if no street does. */
    private int streetAfter(byte[] b, int from, int to) {
        sure = false;
        street = false;
        int i = skipOrdinal(b, from, to);
        int word = StreetWords.wordEnd(b, i, to);
        int first = StreetWords.of(b, i, word);
        if ((first & (StreetWords.TYPE | StreetWords.WEAK_TYPE)) != 0) {
            int end = nameEnd(b, afterDot(b, word, to), to);
            if (end > 0) {
                sure = (first & StreetWords.TYPE) != 0;
                street = true;
                return end;
            }
        }
        int end = -1;
        int named = 0;
        for (int words = 0; words < MOST_WORDS && i < to; words++) {
            int next = partEnd(b, i, to);
            if (next < 0) {
                break;
            }
            int meaning = StreetWords.of(b, i, next) & (StreetWords.STREET | StreetWords.WEAK_STREET);
            if (meaning != 0 && named > 0) {
                sure |= meaning == StreetWords.STREET;
                street = true;
                end = afterDot(b, next, to);
            } else if (street) {
                return direction(b, i, next) ? next : end;
            } else if (isOrdinary(b, i, next) && !direction(b, i, next)) {
                return -1;
            }
            named++;
            int after = afterDot(b, next, to);
            if (after >= to || b[after] != ' ') {
                return street ? end : next;
            }
            if (!street) {
                end = next;
            }
            i = after + 1;
        }
        return street || named > 0 ? end : -1;
    }

    /** Whether it is a word of interfaces, and hardly of names. */
    static boolean isOrdinary(byte[] b, int from, int to) {
        return PeopleWords.is(b, from, to, PeopleWords.STOP) && (StreetWords.of(b, from, to) & StreetWords.PLACE) == 0;
    }

    /** {@code bis}, {@code ter} after a French number. */
    private static int skipOrdinal(byte[] b, int i, int to) {
        boolean bis = Ascii.startsWith(b, i, to, "bis") || Ascii.startsWith(b, i, to, "ter");
        int next = bis && i + 3 < to && b[i + 3] == ',' ? i + 4 : i + 3;
        return bis && next < to && b[next] == ' ' ? next + 1 : i;
    }

    /** Index after a word with a capital or an ordinal ({@code 42nd}); -1 if there is none. */
    private static int partEnd(byte[] b, int i, int to) {
        if (Ascii.isDigit(b[i])) {
            int run = Ascii.digits(b, i, to);
            int end = Letters.end(b, run, to);
            return run - i <= 3 && end - run == 2 ? end : -1;
        }
        return Letters.isCapital(b, i, to) ? StreetWords.wordEnd(b, i, to) : -1;
    }

    private static boolean direction(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if ("NSEW".indexOf(b[i]) < 0) {
                return false;
            }
        }
        return to - from <= 2;
    }

    /** Index after the name of a street, which has a capital somewhere; -1 if there is none. */
    private static int nameEnd(byte[] b, int from, int to) {
        int end = -1;
        int i = from;
        for (int words = 0; words < MOST_WORDS && i < to && b[i] == ' '; words++) {
            int word = StreetWords.wordEnd(b, i + 1, to);
            boolean capital = Letters.isCapital(b, i + 1, to);
            if (word == i + 1
                    || (!capital
                            && (StreetWords.of(b, i + 1, word) & StreetWords.PARTICLE) == 0
                            && !elided(b, i + 1, word))) {
                break;
            }
            end = capital || elided(b, i + 1, word) ? word : end;
            i = afterDot(b, word, to);
        }
        return end;
    }

    /** {@code l'Église}, {@code d'Artagnan}. */
    private static boolean elided(byte[] b, int from, int to) {
        return to - from > 2 && b[from + 1] == '\'' && Letters.isCapital(b, from + 2, to);
    }

    private static int afterDot(byte[] b, int i, int to) {
        return i < to && b[i] == '.' ? i + 1 : i;
    }

    private boolean nameFirst(Text text, int start, int number, Match match) {
        byte[] b = text.bytes;
        if (!before.read(b, text.from, start)) {
            return false;
        }
        tail.read(b, number, text.to);
        boolean labelled = labelled(b, text.from, before.start);
        // A year with a number after it is no house.
        boolean named = before.street || (tail.place && tail.sureCode && number - start != 4 && isTelling(b, number));
        boolean confirmed = (tail.code && named) || (tail.unit && before.street) || labelled;
        return (before.sure || confirmed) && match.is(before.start, tail.end, Kind.STREET_ADDRESS);
    }

    /** Whether more than one word and two plain numbers speaks for an address. */
    private boolean isTelling(byte[] b, int number) {
        return tail.shapedCode || before.severalWords || !Ascii.isDigit(b[number - 1]);
    }

    /** Whether one of the last words before {@code start} announces an address. */
    private static boolean labelled(byte[] b, int from, int start) {
        int floor = Math.max(from, start - LOOK_BACK / 2);
        int end = start;
        boolean apart = false;
        for (int words = 0; words < LABEL_WORDS; words++) {
            int gap = end;
            while (end > floor
                    && gap - end < 4
                    && (Ascii.isSpace(b[end - 1]) || ":=\"'(>-_".indexOf(b[end - 1]) >= 0)) {
                apart |= b[end - 1] != ' ';
                end--;
            }
            int word = Letters.start(b, floor, end);
            if (word == end) {
                return false;
            }
            int meaning = StreetWords.of(b, word, end);
            if ((meaning & StreetWords.LABEL) != 0) {
                // "Shipping 5 items" announces none.
                return apart || words > 0;
            }
            if ((meaning & StreetWords.LINK) == 0) {
                return false;
            }
            end = word;
        }
        return false;
    }
}
