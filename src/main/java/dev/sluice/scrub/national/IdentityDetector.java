package dev.sluice.scrub.national;

import dev.sluice.scrub.national.IdentityTable.Form;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers that states give to people. One that is written as only such identifiers are, and whose check digits hold, is
 * believed anywhere; another one if its check digits hold and a word near it says what it is. A number that a word
 * announces but whose check digits are wrong stays: it is nobody's. Belongs to one thread.
 */
public final class IdentityDetector {
    private static final int FEWEST_CHARACTERS = 5;
    /** Of an identifier of no country in particular. */
    private static final int FEWEST_DIGITS_OF_ANY = 8;

    private static final int MOST_PREFIX_LETTERS = 6;

    private final Candidate candidate = new Candidate();
    private final IdentityWords words = new IdentityWords();
    private final IdentityWords wordsAfter = new IdentityWords();

    private int end;
    private Kind kind = Kind.NATIONAL_ID;

    /** Looks at the digits that start at {@code i}, at the border of a word; the letters before them may belong to them. */
    public boolean number(Text text, int i, Match match) {
        byte[] b = text.bytes;
        // In the middle of a date, a version, an address.
        if (i - 2 >= text.from && (joins(b[i - 1]) || b[i - 1] == ':') && Ascii.isDigit(b[i - 2])) {
            return false;
        }
        int prefix = prefix(text, i);
        return (prefix < i && at(text, prefix) && match.is(prefix, end, kind))
                || (at(text, i) && match.is(i, end, kind));
    }

    /** Looks at the word {@code [start, …)} of letters and digits, whose first digit is at {@code digit}. */
    public boolean code(Text text, int start, int digit, Match match) {
        int first = Ascii.isAlphanumeric(text.bytes[start]) ? start : digit;
        if (at(text, first)) {
            return match.is(first, end, kind);
        }
        // The country's letters, or a word that somebody forgot to put a space after.
        boolean glued = digit - first == 2 && Ascii.isLetter(text.bytes[first + 1]);
        if (!glued) {
            return false;
        }
        candidate.read(text.bytes, digit, text.to);
        return named(text, first) && match.is(digit, end, kind);
    }

    /**
     * Whether the whole of {@code [from, to)} is an identifier; leaves its {@link #kind()}.
     *
     * @param plain whether it may also be one that consists of digits only, as other numbers do
     */
    public boolean isWhole(byte[] b, int from, int to, boolean plain) {
        int length = to - from;
        if (length > IdentityTable.LONGEST || length < FEWEST_CHARACTERS) {
            return false;
        }
        candidate.read(b, from, to);
        int last = candidate.groups - 1;
        if (last < 0 || candidate.end(last) != to) {
            return false;
        }
        if (!plain && Ascii.digits(b, from, to) == to) {
            return false;
        }
        Form alone = find(IdentityTable.ALONE[length], b, last);
        Form form = alone != null ? alone : find(IdentityTable.WHOLE[length], b, last);
        return form != null && found(form, to);
    }

    /** Index after the longest identifier with right check digits that starts at {@code start}; -1 if none does. */
    public int endAt(byte[] b, int start, int to) {
        candidate.read(b, start, to);
        for (int group = candidate.groups - 1; group >= 0; group--) {
            for (Form form : IdentityTable.NAMED[candidate.count(group)]) {
                if (form.identifier().checked() && isShaped(form, group)) {
                    return candidate.end(group);
                }
            }
        }
        return -1;
    }

    /** Of what was found last. */
    public Kind kind() {
        return kind;
    }

    /** Start of a short word and a separator before the digits at {@code i}, as in {@code AB 12 34 56 C}; or {@code i}. */
    private static int prefix(Text text, int i) {
        byte[] b = text.bytes;
        int start = i;
        for (int group = 0; group < 2; group++) {
            int end = start - 1;
            if (end <= text.from || (b[end] != ' ' && b[end] != '-' && b[end] != '/')) {
                return start;
            }
            int letters = end;
            int floor = Math.max(text.from, end - MOST_PREFIX_LETTERS - 1);
            while (letters > floor && Ascii.isLetter(b[letters - 1])) {
                letters--;
            }
            if (letters == end
                    || end - letters > MOST_PREFIX_LETTERS
                    || Ascii.isWordAt(b, letters - 1, text.from, text.to)) {
                return start;
            }
            int length = end - letters;
            boolean capital = b[letters] < 'a';
            if (length != 2 && !(capital && length != 4)) {
                return start;
            }
            start = letters;
            if (length != 3) {
                return start;
            }
        }
        return start;
    }

    private boolean at(Text text, int start) {
        candidate.read(text.bytes, start, text.to);
        return candidate.groups > 0
                && candidate.count(candidate.groups - 1) >= FEWEST_CHARACTERS
                && (candidate.digits >= FEWEST_CHARACTERS || candidate.count(0) >= FEWEST_CHARACTERS)
                && !isDay(text, start)
                && (named(text, start) || alone(text, start));
    }

    private boolean alone(Text text, int start) {
        byte[] b = text.bytes;
        if (start - 2 >= text.from && joins(b[start - 1]) && Ascii.isWord(b[start - 2])) {
            return false;
        }
        for (int group = candidate.groups - 1; group >= 0; group--) {
            int stop = candidate.end(group);
            if (stop - start > IdentityTable.LONGEST || goesOn(text, stop)) {
                continue;
            }
            Form form = find(IdentityTable.ALONE[stop - start], b, group);
            if (form != null && !isHex(form, group) && !(hasSpaces(form) && isDigitAfterSpace(text, stop))) {
                return found(form, stop);
            }
        }
        return false;
    }

    private @Nullable Form find(Form[] forms, byte[] b, int group) {
        for (Form form : forms) {
            if (form.fits(b, candidate.start)) {
                Code code = candidate.upTo(group);
                if (form.identifier().strict().holds(code)) {
                    return form;
                }
            }
        }
        return null;
    }

    /** Identifiers are written in upper case; in lower case nine digits and an e are rather a piece of a hash. */
    private boolean isHex(Form form, int group) {
        Code code = candidate.upTo(group);
        if (!code.hasLower || !form.isLikeHex()) {
            return false;
        }
        for (int i = 0; i < code.length; i++) {
            if (code.at(i) > 'F') {
                return false;
            }
        }
        return true;
    }

    /** @param wordsEnd where the words before it end */
    private boolean named(Text text, int wordsEnd) {
        boolean isRead = false;
        for (int group = candidate.groups - 1; group >= 0; group--) {
            if (candidate.count(group) < FEWEST_CHARACTERS) {
                return false;
            }
            int stop = candidate.end(group);
            if (goesOn(text, stop) || !mayBeNamed(group)) {
                continue;
            }
            if (!isRead) {
                words.before(text.bytes, text.from, wordsEnd);
                isRead = true;
            }
            Form form = words.isEmpty() ? null : namedBefore(group);
            if (form == null) {
                form = namedAfter(text, group);
            }
            if (form != null) {
                return found(form, stop);
            }
        }
        return false;
    }

    /** Whether any identifier is written like this, so that words that may name it are worth reading. */
    private boolean mayBeNamed(int group) {
        for (Form form : IdentityTable.NAMED[candidate.count(group)]) {
            if (form.fits(candidate.code.chars, 0)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Form namedBefore(int group) {
        Form any = null;
        boolean isWholeNumber = group == candidate.groups - 1 && candidate.count(group) >= FEWEST_DIGITS_OF_ANY;
        for (Form form : IdentityTable.NAMED[candidate.count(group)]) {
            if (words.name(form) && isShaped(form, group)) {
                if (words.nameItself(form)) {
                    return form;
                }
                any = any == null && isWholeNumber ? form : any;
            }
        }
        return any;
    }

    private @Nullable Form namedAfter(Text text, int group) {
        wordsAfter.after(text.bytes, candidate.end(group), text.to);
        if (wordsAfter.isEmpty()) {
            return null;
        }
        for (Form form : IdentityTable.NAMED[candidate.count(group)]) {
            if (wordsAfter.nameItself(form) && isShaped(form, group)) {
                return form;
            }
        }
        return null;
    }

    private boolean isShaped(Form form, int group) {
        Code code = candidate.upTo(group);
        return form.fits(code.chars, 0) && form.identifier().check().holds(code);
    }

    private boolean found(Form form, int stop) {
        end = stop;
        kind = form.identifier().kind();
        return true;
    }

    private static boolean hasSpaces(Form form) {
        for (byte b : form.pattern()) {
            if (b == '_') {
                return true;
            }
        }
        return false;
    }

    /** Whether a date of the form 2025-12-31 starts here. */
    private static boolean isDay(Text text, int i) {
        byte[] b = text.bytes;
        return i + 10 <= text.to
                && b[i + 4] == '-'
                && b[i + 7] == '-'
                && Ascii.digits(b, i, i + 4) == i + 4
                && Ascii.digits(b, i + 5, i + 7) == i + 7
                && Ascii.digits(b, i + 8, i + 10) == i + 10
                && !Ascii.isDigitAt(b, i + 10, text.from, text.to);
    }

    private static boolean joins(byte b) {
        return b == '-' || b == '.' || b == '/' || b == '+';
    }

    /** Whether the number or the address that ends here does not. */
    private static boolean goesOn(Text text, int stop) {
        return stop < text.to
                && (text.bytes[stop] == '@'
                        || (joins(text.bytes[stop]) && Ascii.isWordAt(text.bytes, stop + 1, text.from, text.to)));
    }

    private static boolean isDigitAfterSpace(Text text, int stop) {
        return stop + 1 < text.to && text.bytes[stop] == ' ' && Ascii.isDigit(text.bytes[stop + 1]);
    }
}
