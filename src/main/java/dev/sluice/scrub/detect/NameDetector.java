package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Letters;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Names of persons in a text: after a title, a salutation or a farewell. What follows a label is {@link LabelDetector}'s.
 * Belongs to one thread.
 */
final class NameDetector {
    private static final int CONTEXT = 24;

    private final NameReader name = new NameReader();

    /** Looks behind the word {@code [start, end)}, which has this meaning. */
    boolean at(Text text, int start, int end, int meaning, Match match) {
        byte[] b = text.bytes;
        int from = text.from;
        int to = text.to;
        if ((meaning & PeopleWords.TITLES) != 0) {
            return isTitle(b, from, start, end, to, meaning)
                    && title(b, end, to, match)
                    && !isWork(meaning, start == from);
        }
        if ((meaning & PeopleWords.SALUTATION) != 0) {
            return salutation(b, end, to, Letters.isCapital(b, start, to), match);
        }
        boolean greets = (meaning & PeopleWords.GREETING) != 0
                || ((meaning & PeopleWords.TIME_OF_DAY) != 0 && followsGood(b, from, start));
        if (greets) {
            return greeting(b, end, to, match);
        }
        if ((meaning & PeopleWords.FAREWELL) != 0) {
            return farewell(b, end, to, match);
        }
        return (meaning & PeopleWords.CALLED) != 0 && called(b, end, to, match);
    }

    private static boolean isTitle(byte[] b, int from, int start, int end, int to, int meaning) {
        if (start > from && "./-_'$#".indexOf(b[start - 1]) >= 0) {
            return false;
        }
        boolean dot = end < to && b[end] == '.';
        if ((meaning & PeopleWords.TITLE) != 0) {
            return dot || end < to && b[end] == ' ';
        }
        // MS and COL are abbreviations of other things.
        boolean shouts = end - start > 1 && b[end - 1] >= 'A' && b[end - 1] <= 'Z';
        boolean dotted = (meaning & PeopleWords.CAPITAL_TITLE) == 0;
        boolean afterInitial = dotted && start - 2 >= from && Letters.lengthAt(b, start - 2, to) > 0;
        boolean spaced = !dotted || (dot && end + 1 < to && b[end + 1] == ' ');
        return Letters.isCapital(b, start, to) && !shouts && spaced && !afterInitial;
    }

    /** {@code Don Giovanni}: what starts with such a title and one word is as well the name of a book, a film, a brand. */
    private boolean isWork(int meaning, boolean first) {
        return first && name.words == 1 && (meaning & PeopleWords.WORD_TITLE) != 0;
    }

    private boolean title(byte[] b, int end, int to, Match match) {
        int i = end;
        if (i < to && b[i] == '.') {
            i++;
            // Sig.ra, Dott.ssa
            if (i < to && (b[i] == 'r' || b[i] == 's')) {
                i = Letters.end(b, i, to);
                i = i < to && b[i] == '.' ? i + 1 : i;
            }
        }
        i = afterDegrees(b, spaces(b, i, to), to);
        if (i == end || isTitleAt(b, i, to) || !name.read(b, i, to)) {
            return false;
        }
        // "Herr der Ringe": a name does not start with an article.
        boolean article = Ascii.startsWith(b, i, to, "der ") || Ascii.startsWith(b, i, to, "des ");
        // An initial alone is none: P. O. Box
        return name.end - i > 2 && !article && match.is(i, name.end, Kind.PERSON_NAME);
    }

    /** {@code med. dent. h.c.} after a doctor's title. */
    private static int afterDegrees(byte[] b, int from, int to) {
        int i = from;
        for (int degrees = 0; degrees < 4; degrees++) {
            int end = i;
            while (end < to && end - i < 6 && b[end] >= 'a' && b[end] <= 'z') {
                end++;
            }
            if (end == i || end >= to || b[end] != '.') {
                break;
            }
            i = spaces(b, end + 1, to);
        }
        return i;
    }

    private static boolean isTitleAt(byte[] b, int i, int to) {
        int end = Letters.end(b, i, to);
        int meaning = PeopleWords.of(b, i, end);
        boolean strong = (meaning & PeopleWords.TITLE) != 0;
        return strong || ((meaning & PeopleWords.TITLES) != 0 && end < to && b[end] == '.');
    }

    private boolean salutation(byte[] b, int end, int to, boolean capital, Match match) {
        int i = spaces(b, end, to);
        if (!capital || i == end || isTitleAt(b, i, to)) {
            return false;
        }
        i = afterSmallTitle(b, i, to);
        if (!name.read(b, i, to)) {
            return false;
        }
        // "Dear Life" alone is a title of something.
        boolean closed = name.end < to && closes(b, name.end, to);
        return (closed || name.words > 1 && !name.stopped) && match.is(i, name.end, Kind.PERSON_NAME);
    }

    /** Index after the {@code paní} of {@code Vážená paní …}, a title that needs a capital anywhere else. */
    private static int afterSmallTitle(byte[] b, int i, int to) {
        int end = Letters.end(b, i, to);
        boolean small = end > i && !Letters.isCapital(b, i, to) && PeopleWords.is(b, i, end, PeopleWords.CAPITAL_TITLE);
        return small ? spaces(b, end, to) : i;
    }

    private boolean greeting(byte[] b, int end, int to, Match match) {
        int i = end;
        if (i < to && b[i] == ',') {
            i++;
        }
        i = spaces(b, i, to);
        boolean found = i > end && !isTitleAt(b, i, to) && name.read(b, i, to) && !name.stopped;
        return found && name.words <= 4 && closes(b, name.end, to) && match.is(i, name.end, Kind.PERSON_NAME);
    }

    /** Whether the line, or the sentence that greets, is over. */
    private static boolean closes(byte[] b, int i, int to) {
        return i >= to || ",!:\n\r;\"<".indexOf(b[i]) >= 0 || (b[i] == '.' && (i + 1 == to || Ascii.isSpace(b[i + 1])));
    }

    private boolean farewell(byte[] b, int end, int to, Match match) {
        int i = end;
        boolean comma = i < to && (b[i] == ',' || b[i] == '!');
        i = comma ? i + 1 : i;
        int start = i;
        boolean line = false;
        while (i < to && i - start < 8 && (Ascii.isSpace(b[i]) || b[i] == '-')) {
            line |= b[i] == '\n' || b[i] == '\r';
            i++;
        }
        boolean apart = (comma && i > start) || line;
        if (!apart || isTitleAt(b, i, to) || !name.read(b, i, to) || name.stopped) {
            return false;
        }
        boolean last = name.end >= to || b[name.end] == '\n' || b[name.end] == '\r';
        return last && match.is(i, name.end, Kind.PERSON_NAME);
    }

    /** {@code ich heiße …}, {@code nazywam się …} */
    private boolean called(byte[] b, int end, int to, Match match) {
        int i = spaces(b, end, to);
        for (String reflexive : new String[] {"se ", "się ", "mich "}) {
            i = Ascii.startsWith(b, i, to, reflexive) ? i + reflexive.length() : i;
        }
        return i > end && name.read(b, i, to) && match.is(i, name.end, Kind.PERSON_NAME);
    }

    private static boolean followsGood(byte[] b, int from, int start) {
        int end = start;
        if (end > from && b[end - 1] == ' ') {
            end--;
        }
        int first = Letters.start(b, Math.max(from, end - CONTEXT), end);
        return end < start && PeopleWords.is(b, first, end, PeopleWords.GOOD);
    }

    /** Index after up to three spaces; the same index if there are none. */
    static int spaces(byte[] b, int from, int to) {
        int i = from;
        while (i < to && i - from < 3 && b[i] == ' ') {
            i++;
        }
        return i;
    }
}
