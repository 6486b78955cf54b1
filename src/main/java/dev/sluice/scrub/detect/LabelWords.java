package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** Words, in any script, that say what the number after them is. Asked only about candidates. */
final class LabelWords {
    private static final int LONGEST_WORD = 24;
    private static final int MOST_BYTES_BETWEEN = 6;
    private static final int MOST_WORDS = 5;
    private static final int DIGITS_OF_ANOTHER = 4;

    private final byte[][][] byInitial = new byte[256][0][];

    /**
     * @param words in lower case, separated by spaces; an underscore stands for a space, a star at the end for any further
     *     letters. Upper case counts as the same in ASCII and where it is one bit away (Latin 1, part of Cyrillic).
     */
    LabelWords(String words) {
        var all = new StringTokenizer(words);
        while (all.hasMoreTokens()) {
            byte[] bytes = all.nextToken().replace('_', ' ').getBytes(StandardCharsets.UTF_8);
            int initial = bytes[0] & 0xff;
            add(initial, bytes);
            if (Ascii.isLetter(bytes[0])) {
                add(initial & ~0x20, bytes);
            }
        }
    }

    private void add(int initial, byte[] word) {
        List<byte[]> words = new ArrayList<>(List.of(byInitial[initial]));
        words.add(word);
        byInitial[initial] = words.toArray(byte[][]::new);
    }

    boolean before(byte[] b, int from, int at, int window) {
        return lastBefore(b, from, at, window) >= 0;
    }

    /**
     * Index after the last of these words that stands in the {@code window} bytes before {@code at}; -1 if none does. A word
     * with another number after it speaks of that one.
     */
    int lastBefore(byte[] b, int from, int at, int window) {
        int digits = 0;
        for (int i = at - 1; i >= Math.max(from, at - window); i--) {
            digits = Ascii.isDigit(b[i]) ? digits + 1 : 0;
            if (digits == DIGITS_OF_ANOTHER) {
                return -1;
            }
            // Most bytes are in the middle of a word, where none of these starts.
            boolean isInside = i > from && Ascii.isLetter(b[i]) && Ascii.isLetter(b[i - 1]) && !isCamel(b, i);
            if (!isInside && byInitial[b[i] & 0xff].length > 0) {
                int end = wordEnd(b, from, i, at);
                if (end >= 0) {
                    return end;
                }
            }
        }
        return -1;
    }

    /** Whether the very last word before {@code at}, with at most a few signs after it, is one of these. */
    boolean isLast(byte[] b, int from, int at) {
        int end = at;
        while (end > from && at - end < MOST_BYTES_BETWEEN && b[end - 1] >= 0 && !Ascii.isLetter(b[end - 1])) {
            end--;
        }
        return lastBefore(b, from, at, at - end + LONGEST_WORD) == end;
    }

    /** How many words stand in {@code [from, to)}, a few at most, if they are all among these; -1 if there is another one. */
    int countOnly(byte[] b, int from, int to) {
        int end = to;
        for (int count = 0; count <= MOST_WORDS; count++) {
            while (end > from && b[end - 1] >= 0 && !Ascii.isLetter(b[end - 1])) {
                end--;
            }
            if (end == from) {
                return count;
            }
            if (!isLast(b, from, end)) {
                return -1;
            }
            while (end > from && (Ascii.isLetter(b[end - 1]) || b[end - 1] < 0)) {
                end--;
            }
        }
        return -1;
    }

    private int wordEnd(byte[] b, int from, int i, int at) {
        boolean startsWord = (i > from && isCamel(b, i))
                || (b[i] & 0xff) >= 0xe0
                || !Context.endsInLetter(b, Math.max(from, i - 4), i);
        if (!startsWord) {
            return -1;
        }
        for (byte[] word : byInitial[b[i] & 0xff]) {
            int end = end(b, i, at, word);
            // A marker is what is left of another finding; it says nothing about its neighbours.
            boolean isMarker = i > from && b[i - 1] == '[' && end >= 0 && end < at && b[end] == ']';
            if (end >= 0 && !isMarker) {
                return end;
            }
        }
        return -1;
    }

    /** Whether a word starts inside a name as in {@code userPhone}. */
    private static boolean isCamel(byte[] b, int i) {
        return b[i] >= 'A' && b[i] <= 'Z' && b[i - 1] >= 'a' && b[i - 1] <= 'z';
    }

    private static int end(byte[] b, int i, int at, byte[] word) {
        boolean isPrefix = word[word.length - 1] == '*';
        int length = isPrefix ? word.length - 1 : word.length;
        if (at - i < length) {
            return -1;
        }
        for (int j = 0; j < length; j++) {
            byte c = b[i + j];
            boolean isSame = c == word[j] || ((Ascii.isLetter(c) || c < 0) && (c | 0x20) == word[j]);
            if (!isSame) {
                return -1;
            }
        }
        int end = i + length;
        boolean isUnspaced = (word[0] & 0xff) >= 0xe3;
        while (isPrefix && end < at && (Ascii.isLetter(b[end]) || b[end] < 0)) {
            end++;
        }
        boolean goesOn = end < at && (Ascii.isLetter(b[end]) || (b[end] < 0 && !isUnspaced));
        return goesOn && !isCamel(b, end) ? -1 : end;
    }
}
