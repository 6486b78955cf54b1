package dev.sluice.capture;

import java.nio.charset.StandardCharsets;

/** Reads JSON strings that have been checked: {@code [start, end)} is a whole value, with its quotes. */
public final class JsonText {
    private JsonText() {}

    public static boolean isString(byte[] document, int start) {
        return document[start] == '"';
    }

    static boolean isNull(byte[] document, int start) {
        return document[start] == 'n';
    }

    /** Whether the string value, unescaped, is this text of ASCII letters. */
    static boolean equals(byte[] document, int start, int end, String text) {
        if (end - start == text.length() + 2) {
            for (int i = 0; i < text.length(); i++) {
                if (document[start + 1 + i] != text.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
        // Six bytes are the longest form of one character, so most other strings are ruled out by their length.
        return end - start > text.length() + 2
                && end - start <= text.length() * 6 + 2
                && hasEscape(document, start, end)
                && unescape(document, start, end).equals(text);
    }

    static boolean hasEscape(byte[] document, int start, int end) {
        for (int i = start; i < end; i++) {
            if (document[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** The text of the string. */
    public static String text(byte[] document, int start, int end) {
        String raw = new String(document, start + 1, end - start - 2, StandardCharsets.UTF_8);
        return raw.indexOf('\\') < 0 ? raw : unescape(raw);
    }

    /** The text of the string; bytes above ASCII come out one character each, which is enough for names and ids. */
    static String unescape(byte[] document, int start, int end) {
        return unescape(new String(document, start + 1, end - start - 2, StandardCharsets.ISO_8859_1));
    }

    private static String unescape(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i++);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escape = raw.charAt(i++);
            switch (escape) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw, i, i + 4, 16));
                    i += 4;
                }
                default -> text.append(escape);
            }
        }
        return text.toString();
    }
}
