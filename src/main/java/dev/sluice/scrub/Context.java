package dev.sluice.scrub;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Words in front of a candidate that say what it is. Asked only about candidates, never about all text. */
final class Context {
    private Context() {}

    /** Whether a word that starts with one of these (lower case) stands in the {@code window} bytes before {@code at}. */
    static boolean before(byte[] b, int from, int at, int window, List<String> words) {
        String text = textBefore(b, from, at, window);
        for (String word : words) {
            int index = text.indexOf(word);
            while (index >= 0) {
                if (index == 0 || !Character.isLetter(text.charAt(index - 1))) {
                    return true;
                }
                index = text.indexOf(word, index + 1);
            }
        }
        return false;
    }

    /** Whether the last word before {@code at} is one of these (lower case). */
    static boolean lastWord(byte[] b, int from, int at, List<String> words) {
        String text = textBefore(b, from, at, 16);
        int end = text.length();
        while (end > 0 && " :=".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        int start = end;
        while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
            start--;
        }
        return words.contains(text.substring(start, end));
    }

    private static String textBefore(byte[] b, int from, int at, int window) {
        int start = Math.max(from, at - window);
        return new String(b, start, at - start, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    }
}
