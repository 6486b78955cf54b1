package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Letters;

/**
 * Reads the name of a street backwards from the number of a house: {@code Calle Mayor}, {@code Lindenstraße}, {@code P.O. Box},
 * or words with a capital that may be one. Keeps what it read last in fields; belongs to one thread.
 */
final class StreetBeforeNumber {
    private static final int MOST_WORDS = 6;
    private static final int LOOK_BACK = 80;

    /** Start of the name; -1 if there is none. */
    int start;
    /** Whether a word for a street is in it. */
    boolean street;
    /** Whether it needs no confirmation. */
    boolean sure;

    boolean severalWords;

    /** Whether words that may name a street stand before the number at {@code number}; leaves their start. */
    boolean read(byte[] b, int from, int number) {
        sure = false;
        street = false;
        this.start = -1;
        int floor = Math.max(from, number - LOOK_BACK);
        int end = beforeSign(b, floor, number);
        boolean comma = end < number - 1;
        for (int words = 0; words < MOST_WORDS && end > floor; words++) {
            int wordEnd = b[end - 1] == '.' ? end - 1 : end;
            int word = StreetWords.wordStart(b, floor, wordEnd);
            if (word == wordEnd) {
                return calle(b, floor, end) || (settle(b, number) && !(comma && !street));
            }
            int meaning = StreetWords.of(b, word, wordEnd);
            boolean capital = Letters.isCapital(b, word, wordEnd);
            if (words == 0) {
                suffix(b, word, wordEnd, meaning);
                if ((meaning & StreetWords.BOX) != 0) {
                    return box(b, floor, word, wordEnd);
                }
            } else if (isType(meaning, capital)
                    && this.start >= 0
                    && !(street && words == 1 && isWord(b, this.start, number))) {
                sure |= (meaning & StreetWords.TYPE) != 0;
                street = true;
                this.start = word;
                return true;
            }
            int small = StreetWords.PARTICLE | (words == 0 ? StreetWords.AFTER_NAME : 0);
            boolean particle = !capital && (meaning & small) != 0;
            boolean ordinary = StreetDetector.isOrdinary(b, word, wordEnd) && !street && !particle;
            if ((!capital && !particle) || ordinary || (words > 0 && (meaning & StreetWords.LABEL) != 0)) {
                break;
            }
            this.start = capital ? word : this.start;
            if (word == floor
                    || b[word - 1] != ' '
                    || (word - 2 >= floor && b[word - 2] == '.' && !shortDot(b, floor, word))) {
                break;
            }
            end = word - 1;
        }
        return settle(b, number) && !(comma && !street);
    }

    /** A word for a street that is all there is names none. */
    private boolean settle(byte[] b, int number) {
        if (this.start < 0) {
            return false;
        }
        int word = StreetWords.wordEnd(b, this.start, number);
        severalWords = word + 1 < number && b[word] == ' ' && Letters.lengthAt(b, word + 1, number) > 0;
        boolean bare = !severalWords && StreetWords.of(b, this.start, word) != 0;
        street &= !bare;
        sure &= !bare;
        return true;
    }

    /** {@code C/ Gran Vía}: the short form of a Spanish street, which ends at {@code end}. */
    private boolean calle(byte[] b, int from, int end) {
        int letter = end - 2;
        boolean found = this.start >= 0
                && letter >= from
                && b[end - 1] == '/'
                && (b[letter] | 0x20) == 'c'
                && !Ascii.isWordAt(b, letter - 1, from, end);
        if (found) {
            this.start = letter;
            sure = true;
            street = true;
        }
        return found;
    }

    /** Whether the name is just another word for a street: {@code Auf Platz 5}. */
    private static boolean isWord(byte[] b, int word, int to) {
        int end = StreetWords.wordEnd(b, word, to);
        return (StreetWords.of(b, word, end) & StreetWords.AFTER_NAME) != 0;
    }

    private static boolean isType(int meaning, boolean capital) {
        return (meaning & StreetWords.TYPE) != 0 || (capital && (meaning & StreetWords.WEAK_TYPE) != 0);
    }

    /** Whether the dot before the space before {@code word} belongs to an abbreviation, and does not end a sentence. */
    private static boolean shortDot(byte[] b, int from, int word) {
        int end = word - 2;
        int start = Letters.start(b, from, end);
        return end - start <= 5 && StreetWords.of(b, start, end) != 0;
    }

    private void suffix(byte[] b, int from, int to, int meaning) {
        int suffix = StreetWords.suffix(b, from, to);
        sure = suffix == StreetWords.STREET;
        street = suffix != 0 || (meaning & StreetWords.AFTER_NAME) != 0;
    }

    /** {@code P.O. Box}, and words that mean nothing else. */
    private boolean box(byte[] b, int from, int word, int wordEnd) {
        this.start = word;
        street = true;
        sure = wordEnd - word > 3;
        if (sure) {
            return true;
        }
        int i = word > from && b[word - 1] == ' ' ? word - 1 : word;
        int start = i;
        while (start > from
                && i - start < 5
                && (b[start - 1] == '.'
                        || b[start - 1] == ' '
                        || (b[start - 1] | 0x20) == 'p'
                        || (b[start - 1] | 0x20) == 'o')) {
            start--;
        }
        while (start < i && b[start] == ' ') {
            start++;
        }
        sure = i - start >= 2 && (b[start] | 0x20) == 'p';
        this.start = sure ? start : word;
        return sure;
    }

    /** Index of the end of the words before the number: before a space, a comma, {@code nº}. */
    private static int beforeSign(byte[] b, int from, int number) {
        int end = number;
        while (end > from && number - end < 3 && b[end - 1] == ' ') {
            end--;
        }
        if (end == number) {
            return from;
        }
        int word = end > from && (b[end - 1] == '.' || b[end - 1] == ':') ? end - 1 : end;
        int start = Math.max(from, word - 7);
        while (start < word && b[start] != ' ') {
            start++;
        }
        // The last word of those few bytes.
        for (int i = start + 1; i < word; i++) {
            start = b[i] == ' ' ? i : start;
        }
        if (start + 1 < word && (StreetWords.of(b, start + 1, word) & StreetWords.NUMBER) != 0) {
            end = start;
        }
        return end > from && b[end - 1] == ',' ? end - 1 : end;
    }
}
