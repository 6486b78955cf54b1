package dev.sluice.scrub;

import dev.sluice.scrub.detect.SecretShape;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Text;

/**
 * The value behind an equals sign or a colon: where it starts and where it ends. Where values are not claimed, the next ones
 * lie within them, so the end found last is remembered: every byte is looked at once. Belongs to one thread.
 */
final class PairValue {
    private static final int MAX_QUOTED = 1024;
    private static final int MAX_SPACES = 8;
    private static final int FEWEST_UNQUOTED = 6;
    private static final int LONGEST_SCHEME = 24;
    private static final boolean[] ENDS_PARAMETER = new boolean[256];
    private static final boolean[] ENDS_VALUE = new boolean[256];

    int start;
    int end;
    boolean quoted;

    private final Run parameter = new Run(ENDS_PARAMETER);
    private final Run plain = new Run(ENDS_VALUE);

    /** A stretch without any of the characters that end a value. */
    private static final class Run {
        private final boolean[] ends;
        private int from;
        private int end;

        private Run(boolean[] ends) {
            this.ends = ends;
        }

        private int end(byte[] b, int i, int to) {
            if (i < from || i >= end || end > to) {
                from = i;
                end = i;
                while (end < to && !ends[b[end] & 0xff]) {
                    end++;
                }
            }
            return end;
        }
    }

    /** Forgets the text before. */
    void begin() {
        parameter.end = 0;
        plain.end = 0;
    }

    static {
        for (int b = 0; b < 256; b++) {
            ENDS_PARAMETER[b] = b <= ' ' || "&#\"<>\\'`;".indexOf(b) >= 0;
            ENDS_VALUE[b] = b <= ' ' || "\"<>\\'`;,".indexOf(b) >= 0;
        }
    }

    /** Reads a parameter of an address. A hash that is no fragment's start belongs to the value, as people forget to encode it. */
    void readParameter(Text text, int from) {
        byte[] b = text.bytes;
        quoted = false;
        start = from;
        end = parameter.end(b, from, text.to);
        if (end < text.to && b[end] == '#' && end > start) {
            int rest = parameter.end(b, end + 1, text.to);
            boolean inQuery = rest < text.to && b[rest] == '&';
            end = inQuery || isNoAnchor(b, end + 1, rest) ? rest : end;
        }
    }

    /** An anchor is a name or a path, with no digit in the midst of letters, or has parameters of its own. */
    private static boolean isNoAnchor(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '=' || b[i] == '/' || b[i] == '-' || b[i] == '_') {
                return false;
            }
        }
        int classes = SecretShape.classes(b, from, to);
        int mixed = SecretShape.DIGIT | SecretShape.UPPER;
        return (classes & mixed) == mixed || (Ascii.isDigitAt(b, from, from, to) && (classes & SecretShape.LOWER) != 0);
    }

    void readCookie(Text text, int from) {
        byte[] b = text.bytes;
        quoted = from < text.to && b[from] == '"';
        start = quoted ? from + 1 : from;
        end = plain.end(b, start, text.to);
    }

    /** Reads what is assigned in code, settings or prose. */
    void readAssigned(Text text, int from) {
        byte[] b = text.bytes;
        int to = text.to;
        int i = from < to && b[from] == '>' ? from + 1 : from;
        int limit = Math.min(to, i + MAX_SPACES);
        while (i < limit && Ascii.isSpace(b[i])) {
            i++;
        }
        // b'…' and f"…" of Python.
        boolean prefixed = i + 1 < to && Ascii.isLetter(b[i]) && isQuote(b[i + 1]);
        i = prefixed ? i + 1 : i;
        quoted = i < to && isQuote(b[i]);
        start = quoted ? i + 1 : i;
        if (quoted) {
            end = quotedEnd(b, start, to, b[i]);
        } else {
            end = assignedEnd(b, start, to);
        }
    }

    private int assignedEnd(byte[] b, int from, int to) {
        int end = plain.end(b, from, to);
        int limit = Math.min(end, from + MAX_QUOTED);
        int amp = from;
        while (amp < limit && b[amp] != '&') {
            amp++;
        }
        for (int i = amp + 1; i < limit; i++) {
            if (b[i] == '=') {
                end = amp;
                break;
            }
        }
        byte closing = from < end ? closing(b[from]) : 0;
        while (end > from && isEnding(b[end - 1]) && b[end - 1] != closing) {
            end--;
        }
        return end;
    }

    /** The bracket that belongs to the value, as in a marker. */
    private static byte closing(byte opening) {
        return switch (opening) {
            case '[' -> ']';
            case '{' -> '}';
            case '(' -> ')';
            default -> 0;
        };
    }

    private static boolean isEnding(byte c) {
        return c == ')' || c == '}' || c == ']' || c == '.';
    }

    private int quotedEnd(byte[] b, int from, int to, byte quote) {
        int limit = Math.min(to, from + MAX_QUOTED);
        for (int i = from; i < limit; i++) {
            if (b[i] == quote) {
                return i;
            }
        }
        return plain.end(b, from, to);
    }

    private static boolean isQuote(byte b) {
        return b == '"' || b == '\'' || b == '`';
    }

    /**
     * After {@code Authorization:}: what follows the scheme, up to the end of the line where it is a list, as in Digest and
     * OAuth. Answers whether there is a scheme that is not looked for by its own name.
     */
    boolean readCredentials(Text text) {
        byte[] b = text.bytes;
        boolean scheme = end > start
                && end - start <= LONGEST_SCHEME
                && end + 1 < text.to
                && b[end] == ' '
                && Ascii.isLetter(b[start])
                && !Ascii.startsWith(b, start, end, "bearer")
                && !Ascii.startsWith(b, start, end, "basic");
        if (!scheme) {
            return false;
        }
        int from = end + 1;
        int to = plain.end(b, from, text.to);
        boolean list = to < text.to && to > from && (b[to - 1] == '=' || b[to] == ',');
        int limit = Math.min(text.to, from + MAX_QUOTED);
        while (list && to < limit && b[to] != '\n' && b[to] != '\r' && b[to] != '\'') {
            to++;
        }
        int classes = SecretShape.classes(b, from, to);
        boolean credentials = to - from >= FEWEST_UNQUOTED
                && (classes & SecretShape.DIGIT) != 0
                && !SecretShape.isPlaceholder(b, from, to);
        // What stands behind a marker or a word of prose is not the scheme's.
        boolean done = b[from] == '[';
        start = credentials ? from : start;
        end = credentials ? to : done ? start : end;
        return credentials || done;
    }
}
