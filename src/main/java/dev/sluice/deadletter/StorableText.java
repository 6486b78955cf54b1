package dev.sluice.deadletter;

import java.util.Locale;

/**
 * Text that UTF-8 files and Postgres both keep as it is. Postgres refuses U+0000, and neither can hold half of a
 * surrogate pair. In JSON both can stand as an escape, which means the same to every reader, so that is what they become;
 * an escape that is there already ({@code \}{@code u0000} as six characters) is ordinary text and stays.
 */
final class StorableText {
    private StorableText() {}

    static String of(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (!isStorable(text, at)) {
                return escaped(text, at);
            }
        }
        return text;
    }

    private static String escaped(String text, int from) {
        var result = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int at = from; at < text.length(); at++) {
            if (isStorable(text, at)) {
                result.append(text.charAt(at));
            } else {
                result.append(String.format(Locale.ROOT, "\\u%04x", (int) text.charAt(at)));
            }
        }
        return result.toString();
    }

    private static boolean isStorable(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return c != 0;
    }
}
