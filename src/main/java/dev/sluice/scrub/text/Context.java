package dev.sluice.scrub.text;

import dev.sluice.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Words in front of a candidate that say what it is. Asked only about candidates, never about all text. */
public final class Context {
    private final byte[][] words;
    /** The letters that the words start with, as bits. */
    private final int initials;

    /** @param words in lower case, starting with an ASCII letter; other letters are Latin ones with an accent */
    public Context(List<String> words) {
        this.words = words.stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        int letters = 0;
        for (byte[] word : this.words) {
            letters |= bit(word[0]);
        }
        initials = letters;
    }

    private static int bit(byte letter) {
        return 1 << (letter & 0x1f);
    }

    /** Whether a word that starts with one of these stands in the {@code window} bytes before {@code at}. */
    public boolean before(byte[] b, int from, int at, int window) {
        int start = Math.max(from, at - window);
        for (int i = start; i < at; i++) {
            boolean isInitial = Ascii.isLetter(b[i]) && (initials & bit(b[i])) != 0;
            if (isInitial && !endsInLetter(b, start, i) && startsWithAny(b, i, at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the last word before {@code at} is one of these. */
    public boolean lastWord(byte[] b, int from, int at) {
        int floor = Math.max(from, at - 16);
        int end = at;
        while (end > floor && (b[end - 1] == ' ' || b[end - 1] == ':' || b[end - 1] == '=')) {
            end--;
        }
        int start = end;
        while (start > floor && Ascii.isLetter(b[start - 1])) {
            start--;
        }
        if (start == end || endsInLetter(b, floor, start)) {
            return false;
        }
        for (byte[] word : words) {
            if (word.length == end - start && startsWith(b, start, end, word)) {
                return true;
            }
        }
        return false;
    }

    private boolean startsWithAny(byte[] b, int i, int to) {
        for (byte[] word : words) {
            if (startsWith(b, i, to, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] b, int i, int to, byte[] word) {
        if (to - i < word.length) {
            return false;
        }
        for (int j = 0; j < word.length; j++) {
            byte c = b[i + j];
            // Upper case is one bit away in ASCII, and so is the second byte of the accented letters of Latin 1.
            boolean isSame = c == word[j] || ((Ascii.isLetter(c) || c < 0) && (c | 0x20) == word[j]);
            if (!isSame) {
                return false;
            }
        }
        return true;
    }

    /** Whether the last character of {@code [from, to)} is a letter of any script. */
    public static boolean endsInLetter(byte[] b, int from, int to) {
        if (to == from || b[to - 1] >= 0) {
            return to > from && Ascii.isLetter(b[to - 1]);
        }
        int lead = to - 1;
        while (lead > from && to - lead < 4 && (b[lead] & 0xc0) == 0x80) {
            lead--;
        }
        int length = Utf8.lengthAt(b, lead, to);
        return length == to - lead && Character.isLetter(Utf8.codePointAt(b, lead, length));
    }
}
