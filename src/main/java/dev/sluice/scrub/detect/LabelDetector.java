package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Letters;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Names of persons and of accounts after a label: {@code Customer name: …}, {@code patient …}, {@code signed by …}, {@code
 * username=…}. Whether a bare "name" is a person's is told by the word before it. Belongs to one thread.
 */
final class LabelDetector {
    private static final int CONTEXT = 32;
    private static final int MOST_FILLERS = 4;
    private static final int LONGEST_ACCOUNT = 64;

    /** What stands between a label and its value. */
    private enum Gap {
        NONE,
        SPACE,
        /** "is" and the like. */
        VERB,
        DASH,
        /** A colon or an equals sign. */
        SIGN
    }

    private final NameReader name = new NameReader();
    private Gap gap = Gap.NONE;

    /** Looks behind the word {@code [start, end)}, which has this meaning. */
    boolean at(Text text, int start, int end, int meaning, Match match) {
        byte[] b = text.bytes;
        if ((meaning & PeopleWords.BY) != 0) {
            return before(b, text.from, start, PeopleWords.DONE) > 0 && someone(b, end, text.to, 2, match);
        }
        if ((meaning & PeopleWords.NAME_LABEL) != 0) {
            return labelled(b, end, text.to, 1, true, match);
        }
        if ((meaning & PeopleWords.NAME) != 0) {
            return name(b, text.from, start, end, text.to, match);
        }
        if ((meaning & PeopleWords.AS) != 0) {
            return before(b, text.from, start, PeopleWords.ENTERED) > 0 && entered(b, end, text.to, match);
        }
        boolean ofName = (meaning & PeopleWords.ACCOUNT_MAYBE) != 0 && isNameOf(b, text.from, start);
        boolean person = (meaning & PeopleWords.PERSON) != 0;
        if (person || (meaning & PeopleWords.PARTY) != 0) {
            return someone(b, end, text.to, person ? 1 : 2, match)
                    || ((meaning & PeopleWords.ACCOUNT_MAYBE) != 0 && account(b, end, text.to, ofName, match));
        }
        return (meaning & (PeopleWords.ACCOUNT | PeopleWords.ACCOUNT_MAYBE)) != 0
                && account(b, end, text.to, ofName || (meaning & PeopleWords.ACCOUNT) != 0, match);
    }

    private boolean name(byte[] b, int from, int start, int end, int to, Match match) {
        if (start > from && (b[start - 1] == '.' || b[start - 1] == '-' || b[start - 1] == '/')) {
            return false;
        }
        int qualified = before(b, from, start, PeopleWords.QUALIFIER | PeopleWords.PERSON | PeopleWords.PARTY);
        if (qualified < 0) {
            return false;
        }
        boolean found = labelled(b, end, to, qualified > 0 ? 1 : 2, qualified > 0, match);
        boolean ofAccount = !found && qualified > 0 && before(b, from, start, PeopleWords.ACCOUNT_MAYBE) > 0;
        return found || (ofAccount && account(b, end, to, true, match));
    }

    /** 1 if the word before {@code start} has the meaning, 0 if there is none in the same phrase, -1 if it is another. */
    private static int before(byte[] b, int from, int start, int meaning) {
        int end = start;
        if (end > from && (b[end - 1] == ' ' || b[end - 1] == '_' || b[end - 1] == '-')) {
            end--;
        }
        if (end - 2 > from && b[end - 1] == 's' && b[end - 2] == '\'') {
            end -= 2;
        }
        int first = Letters.start(b, Math.max(from, end - CONTEXT), end);
        if (first == end) {
            return 0;
        }
        int found = PeopleWords.of(b, first, end);
        if ((found & meaning) != 0) {
            return 1;
        }
        boolean sure = end < start && b[end] == ' ' && (found & (PeopleWords.FILLER | PeopleWords.STOP)) != 0;
        return sure && (found & PeopleWords.FILLER) != 0 ? 0 : -1;
    }

    private boolean labelled(byte[] b, int end, int to, int fewestWords, boolean sure, Match match) {
        int i = value(b, end, to);
        boolean allowed = gap == Gap.SIGN || gap == Gap.DASH || (gap == Gap.VERB && sure);
        if (!allowed) {
            return false;
        }
        if (name.readField(b, i, to)) {
            boolean doubtful = !sure && name.stopped;
            boolean enough = name.words >= fewestWords || Letters.isCaseless(b, i, to);
            // "Doe, Jane" has its second word behind the comma.
            int first = name.end;
            boolean found = !doubtful && claimWithSecondPart(b, i, to, match);
            return found && (enough || match.end > first);
        }
        return sure && gap == Gap.SIGN && name.readSmall(b, i, to) && match.is(i, name.end, Kind.PERSON_NAME);
    }

    /** Also takes the given name of {@code Doe, Jane}. */
    private boolean claimWithSecondPart(byte[] b, int start, int to, Match match) {
        int end = name.end;
        boolean more = name.words == 1 && end + 2 < to && b[end] == ',' && b[end + 1] == ' ';
        if (more && name.readField(b, end + 2, to) && !name.stopped && NameReader.isValueEnd(b, name.end, to)) {
            end = name.end;
        }
        return match.is(start, end, Kind.PERSON_NAME);
    }

    private boolean someone(byte[] b, int end, int to, int fewestWords, Match match) {
        int i = value(b, end, to);
        if (gap == Gap.NONE || !name.readField(b, i, to)) {
            return false;
        }
        int fewest = gap == Gap.SIGN ? fewestWords : 2;
        boolean doubtful = gap != Gap.SIGN && name.stopped;
        return name.words >= fewest && !doubtful && claimWithSecondPart(b, i, to, match);
    }

    /** {@code nom d'utilisateur}, {@code nombre de usuario}. */
    private static boolean isNameOf(byte[] b, int from, int start) {
        int end = start;
        for (int words = 0; words < 2; words++) {
            while (end > from && start - end < 6 && (b[end - 1] == ' ' || b[end - 1] == '\'')) {
                end--;
            }
            int word = Letters.start(b, Math.max(from, end - CONTEXT), end);
            if (PeopleWords.is(b, word, end, PeopleWords.NAME)) {
                return true;
            }
            end = word;
        }
        return false;
    }

    /** {@code logged in as …} */
    private boolean entered(byte[] b, int end, int to, Match match) {
        int i = NameDetector.spaces(b, end, to);
        if (name.read(b, i, to) && name.words > 1) {
            return match.is(i, name.end, Kind.PERSON_NAME);
        }
        return i > end
                && accountAt(b, i, to, true, match)
                && (isTelling(b, match) || NameReader.isValueEnd(b, match.end, to));
    }

    private static boolean isTelling(byte[] b, Match match) {
        for (int i = match.start; i < match.end; i++) {
            if (!Ascii.isLetter(b[i])) {
                return true;
            }
        }
        return false;
    }

    private boolean account(byte[] b, int end, int to, boolean sure, Match match) {
        int i = value(b, end, to);
        boolean allowed = gap == Gap.SIGN || (gap == Gap.VERB && sure);
        return allowed && accountAt(b, i, to, sure, match);
    }

    private static boolean accountAt(byte[] b, int i, int to, boolean sure, Match match) {
        int start = i < to && b[i] == '@' ? i + 1 : i;
        int last = start;
        boolean telling = false;
        while (last < to && last - start <= LONGEST_ACCOUNT && isAccountByte(b[last])) {
            telling |= !Ascii.isLetter(b[last]);
            last++;
        }
        while (last > start && (b[last - 1] == '.' || b[last - 1] == '-')) {
            last--;
        }
        boolean ends = NameReader.isValueEnd(b, last, to) || b[last] == ' ' || b[last] == '.';
        boolean shaped = last - start >= 2 && last - start <= LONGEST_ACCOUNT && ends && !isOnlyDigits(b, start, last);
        boolean harmless = hasStopWord(b, start, last) || ServiceAccounts.isOne(b, start, last);
        return shaped && !harmless && (sure || telling) && match.is(start, last, Kind.USERNAME);
    }

    /** {@code 2FA_required}, {@code sso_google}. */
    private static boolean hasStopWord(byte[] b, int from, int to) {
        int word = from;
        for (int i = from; i <= to; i++) {
            if (i == to || b[i] == '_' || b[i] == '-' || b[i] == '.') {
                if (i - word > 2 && PeopleWords.is(b, word, i, PeopleWords.STOP)) {
                    return true;
                }
                word = i + 1;
            }
        }
        return false;
    }

    private static boolean isAccountByte(byte b) {
        return Ascii.isWord(b) || b == '.' || b == '-';
    }

    private static boolean isOnlyDigits(byte[] b, int from, int to) {
        return Ascii.digits(b, from, to) == to;
    }

    /** Index of the value behind the label that ends at {@code end}; leaves what is between them. */
    private int value(byte[] b, int end, int to) {
        gap = Gap.NONE;
        int i = afterFillers(b, end, to);
        if (i < to && (b[i] == '"' || b[i] == '\'' || b[i] == '*')) {
            i++;
        }
        int sign = NameDetector.spaces(b, i, to);
        int afterSign = afterSign(b, sign, to);
        if (afterSign > sign) {
            gap = Gap.SIGN;
            return opened(b, afterSign, to);
        }
        if (sign == i) {
            return i;
        }
        if (sign + 1 < to && b[sign] == '-' && b[sign + 1] == ' ') {
            gap = Gap.DASH;
            return sign + 2;
        }
        int word = Letters.end(b, sign, Math.min(to, sign + 5));
        if (word < to && b[word] == ' ' && PeopleWords.is(b, sign, word, PeopleWords.IS)) {
            gap = Gap.VERB;
            return word + 1;
        }
        gap = Gap.SPACE;
        return sign;
    }

    /** Index after a colon (also a wide one) or an equals sign at {@code i}; {@code i} itself if there is none. */
    private static int afterSign(byte[] b, int i, int to) {
        if (i < to && (b[i] == ':' || b[i] == '=')) {
            return i + 1 < to && (b[i + 1] == '>' || b[i + 1] == '=') ? i + 2 : i + 1;
        }
        boolean wide = i + 2 < to && b[i] == (byte) 0xef && b[i + 1] == (byte) 0xbc && b[i + 2] == (byte) 0x9a;
        return wide ? i + 3 : i;
    }

    private static int opened(byte[] b, int from, int to) {
        int i = from;
        while (i < to && i - from < 4 && (Ascii.isSpace(b[i]) || "\"'*<[".indexOf(b[i]) >= 0)) {
            i++;
        }
        return i;
    }

    /** Index after {@code (s)}, {@code of the patient} and the like, if a sign follows; {@code end} if not. */
    private static int afterFillers(byte[] b, int end, int to) {
        int i = end;
        int open = end < to && b[end] == ' ' ? end + 1 : end;
        if (open < to && b[open] == '(') {
            int close = open + 1;
            while (close < to && close - open < 24 && b[close] != ')') {
                close++;
            }
            i = close < to && b[close] == ')' ? close + 1 : end;
        }
        for (int fillers = 0; fillers < MOST_FILLERS && i < to; fillers++) {
            int start = b[i] == ' ' || b[i] == '_' || b[i] == '-' || b[i] == '\'' || b[i] == '/' ? i + 1 : i;
            int word = Letters.end(b, start, Math.min(to, start + 20));
            if (word == start || !PeopleWords.is(b, start, word, PeopleWords.FILLER)) {
                break;
            }
            i = word;
        }
        return afterSign(b, NameDetector.spaces(b, i, to), to) > NameDetector.spaces(b, i, to) || quoted(b, i, to)
                ? i
                : end;
    }

    private static boolean quoted(byte[] b, int i, int to) {
        return i + 1 < to && (b[i] == '"' || b[i] == '\'') && (b[i + 1] == ':' || b[i + 1] == '=');
    }
}
