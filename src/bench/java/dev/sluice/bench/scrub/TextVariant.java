package dev.sluice.bench.scrub;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** An event in which each longer text ends in random letters. */
final class TextVariant {
    private static final int SHORTEST = 7;
    private static final int LETTERS = 5;

    private TextVariant() {}

    static byte[] of(byte[] event, RandomGenerator random) {
        String text = new String(event, StandardCharsets.ISO_8859_1);
        var out = new StringBuilder(text.length() * 5 / 4);
        int i = 0;
        while (i < text.length()) {
            int end = i + 1;
            if (text.charAt(i) == '"') {
                end = closing(text, i + 1);
                boolean isKey = end + 1 < text.length() && text.charAt(end + 1) == ':';
                out.append(text, i, end);
                if (!isKey && isText(text, i + 1, end)) {
                    out.append('-');
                    for (int letter = 0; letter < LETTERS; letter++) {
                        out.append((char) ('a' + random.nextInt(26)));
                    }
                }
                out.append('"');
                end++;
            } else {
                out.append(text.charAt(i));
            }
            i = end;
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int closing(String text, int from) {
        int i = from;
        while (text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    /** Not an id, a token or a point in time: nothing where some letters more would change what it is. */
    private static boolean isText(String text, int from, int to) {
        boolean isId = text.startsWith("phc_", from) || (to - from == 36 && text.charAt(from + 8) == '-');
        boolean isTime = text.charAt(to - 1) == 'Z' && text.charAt(from) == '2';
        return to - from >= SHORTEST && !isId && !isTime;
    }
}
