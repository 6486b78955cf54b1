package dev.sluice.scrub.national;

import static dev.sluice.scrub.national.IdentityVocabulary.ANY;
import static dev.sluice.scrub.national.IdentityVocabulary.BEGINNINGS;
import static dev.sluice.scrub.national.IdentityVocabulary.ENDINGS;
import static dev.sluice.scrub.national.IdentityVocabulary.EXACT;
import static dev.sluice.scrub.national.IdentityVocabulary.FILLER;
import static dev.sluice.scrub.national.IdentityVocabulary.HIGH;
import static dev.sluice.scrub.national.IdentityVocabulary.LOW;
import static dev.sluice.scrub.national.IdentityVocabulary.OTHER;
import static dev.sluice.scrub.national.IdentityVocabulary.SEED;
import static dev.sluice.scrub.national.IdentityVocabulary.WEAK;

import dev.sluice.scrub.text.Ascii;

/**
 * The few words around one candidate, and which identifiers they name ({@link IdentityVocabulary}). Reused; one per thread.
 */
final class IdentityWords {
    private static final int MAX_GAP = 3;
    private static final int MOST_BYTES = 96;

    private final Folded text = new Folded();
    private long low;
    private long high;
    private long nearLow;
    private long nearHigh;
    private int otherEnd;

    /** Reads the words before {@code at}. */
    void before(byte[] b, int from, int at) {
        int start = at;
        int characters = 0;
        int floor = Math.max(from, at - MOST_BYTES);
        // A label may stand on the line above, or in the cell of a table before.
        while (start > floor && (Ascii.isSpace(b[start - 1]) || b[start - 1] == '|')) {
            start--;
        }
        while (start > floor && characters < Folded.MAX - 1 && !endsClause(b[start - 1])) {
            start--;
            characters += (b[start] & 0xc0) == 0x80 ? 0 : 1;
        }
        while (start < at && (b[start] & 0xc0) == 0x80) {
            start++;
        }
        text.read(b, start, at);
        boolean cut = start > from && Ascii.isWord(b[start - 1]) && start < at && !Folded.isWide(text.chars[0]);
        forget();
        int first = cut ? wordEnd(0) : 0;
        find(first, text.length, fillersBefore(first));
    }

    /** Reads the words after {@code end}: one must follow right away, with nothing but fillers before it. */
    void after(byte[] b, int end, int to) {
        forget();
        int word = end;
        while (word < to && word - end < MAX_GAP && b[word] > 0 && !Ascii.isAlphanumeric(b[word])) {
            word++;
        }
        if (word == end || word == to || !Ascii.isWord(b[word]) || Ascii.isDigit(b[word])) {
            return;
        }
        readAfter(b, end, to);
    }

    private void readAfter(byte[] b, int end, int to) {
        int limit = end;
        int ceiling = Math.min(to, end + MOST_BYTES);
        int characters = 0;
        while (limit < ceiling && characters < Folded.MAX - 1 && !endsClause(b[limit]) && b[limit] != ',') {
            characters += (b[limit] & 0xc0) == 0x80 ? 0 : 1;
            limit++;
        }
        while (limit > end && limit < to && (b[limit] & 0xc0) == 0x80) {
            limit--;
        }
        text.read(b, end, limit);
        int word = 0;
        while (word < text.length && low == 0 && high == 0) {
            while (word < text.length && !Folded.isLetter(text.chars[word])) {
                if (text.chars[word] == Folded.DIGIT) {
                    return;
                }
                word++;
            }
            int next = wordEnd(word);
            if (word < text.length) {
                namesAt(word, 0);
            }
            if (low == 0 && high == 0 && !isFiller(word, next)) {
                return;
            }
            word = next;
        }
        if (announcesAnother(word)) {
            forget();
        }
    }

    /** Whether a digit follows soon: then the words belong to that. */
    private boolean announcesAnother(int from) {
        for (int i = from; i < Math.min(text.length, from + 16); i++) {
            if (text.chars[i] == Folded.DIGIT) {
                return true;
            }
        }
        return false;
    }

    private void forget() {
        low = 0;
        high = 0;
        nearLow = 0;
        nearHigh = 0;
        otherEnd = -MAX_GAP;
    }

    private static boolean endsClause(byte b) {
        return b == ';' || b == '\n' || b == '\r' || b == '|' || b == '{' || b == '}' || b == '&';
    }

    /** Whether the words read name no identifier at all. */
    boolean isEmpty() {
        return low == 0 && high == 0;
    }

    /** Whether the words read name this identifier. */
    boolean name(IdentityTable.Form form) {
        int number = form.number();
        if (!form.identifier().checked()) {
            return number < 64 ? (nearLow >>> number & 1) != 0 : (nearHigh >>> number & 1) != 0;
        }
        return (number < 64 ? (low >>> number & 1) != 0 : (high >>> number & 1) != 0) || (high >>> ANY & 1) != 0;
    }

    /** Whether they name this one and not just any. */
    boolean nameItself(IdentityTable.Form form) {
        int number = form.number();
        return number < 64 ? (low >>> number & 1) != 0 : (high >>> number & 1) != 0;
    }

    private void find(int from, int to, int near) {
        for (int i = from; i < to; i++) {
            if (text.startsWord(i)) {
                namesAt(i, near);
            }
        }
        if (otherEnd >= near) {
            forget();
        }
    }

    /** Notes all names that start at {@code start}. */
    private void namesAt(int start, int near) {
        long hash = SEED;
        int gap = 0;
        for (int i = start; i < text.length; i++) {
            char c = text.chars[i];
            if (!Folded.isLetter(c)) {
                if (c != Folded.GAP || ++gap > MAX_GAP) {
                    return;
                }
                continue;
            }
            gap = 0;
            hash = IdentityVocabulary.step(hash, c);
            if (!IdentityVocabulary.isMarked(BEGINNINGS, hash)) {
                return;
            }
            if (!IdentityVocabulary.isMarked(ENDINGS, hash)) {
                continue;
            }
            note(IdentityVocabulary.find(hash), start, i, near);
            if (text.endsWord(i)) {
                note(IdentityVocabulary.find(hash ^ EXACT), start, i, near);
            }
        }
    }

    private void note(int slot, int start, int last, int near) {
        if (slot < 0) {
            return;
        }
        long named = HIGH[slot] & ~(1L << FILLER);
        if ((named >>> OTHER & 1) != 0) {
            otherEnd = wordEnd(last);
            return;
        }
        if ((named >>> ANY & 1) != 0 && start - otherEnd < MAX_GAP) {
            named &= ~(1L << ANY);
        }
        boolean isNear = wordEnd(last) >= near;
        if (isNear || (named >>> WEAK & 1) == 0) {
            low |= LOW[slot];
            high |= named;
        }
        if (isNear) {
            nearLow |= LOW[slot];
            nearHigh |= named;
        }
    }

    private int wordEnd(int i) {
        int end = i;
        while (end < text.length && Folded.isLetter(text.chars[end])) {
            end++;
        }
        return end;
    }

    /** Index from which on there are only fillers. */
    private int fillersBefore(int floor) {
        int near = text.length;
        int i = text.length;
        while (i > floor) {
            int end = i;
            while (end > floor && !Folded.isLetter(text.chars[end - 1])) {
                if (text.chars[end - 1] == Folded.DIGIT) {
                    return near;
                }
                end--;
            }
            int start = end;
            while (start > floor && Folded.isLetter(text.chars[start - 1])) {
                start--;
            }
            near = end;
            if (start == end || !isFiller(start, end)) {
                return near;
            }
            i = start;
        }
        return near;
    }

    private boolean isFiller(int start, int end) {
        long hash = SEED;
        for (int i = start; i < end; i++) {
            hash = IdentityVocabulary.step(hash, text.chars[i]);
        }
        int slot = IdentityVocabulary.find(hash ^ EXACT);
        return slot >= 0 && (HIGH[slot] >>> FILLER & 1) != 0;
    }
}
