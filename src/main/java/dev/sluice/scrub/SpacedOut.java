package dev.sluice.scrub;

import dev.sluice.json.Hex;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Words;

/**
 * Texts that are spread out or written for another medium: single characters with something between each two of them
 * ({@code j a n e @ …}), words with plus signs between them (form bodies), quoted-printable (RFC 2045).
 */
final class SpacedOut {
    private static final int FEWEST_SINGLES = 9;
    private static final int FEWEST_DIGITS = 9;

    private SpacedOut() {}

    /**
     * Undoes one of these.
     *
     * @param signs the triggers of the text
     * @return whether anything was different; if not, the other view is left as it was
     */
    static boolean layer(TextView source, int from, int to, StringTriggers signs, TextView into) {
        boolean equals = (signs.mask & StringTriggers.EQUALS) != 0;
        if (equals && isQuotedPrintable(source.bytes, from, to)) {
            quotedPrintable(source, from, to, into);
            return true;
        }
        if ((signs.mask & StringTriggers.PLUS) != 0 && hasPlus(source.bytes, from, to)) {
            plus(source, from, to, into);
            return true;
        }
        boolean calls = (signs.mask & StringTriggers.AT) != 0 || signs.digits >= FEWEST_DIGITS;
        return calls && mayHaveSingles(source.bytes, from, to) && singles(source, from, to, into);
    }

    /** An escaped equals sign, a line that goes on, or two escapes in a row: one alone may be a parameter's value. */
    private static boolean isQuotedPrintable(byte[] b, int from, int to) {
        for (int i = from; i + 2 < to; i++) {
            i = Words.indexOf(b, i, to, '=');
            if (i + 2 < to) {
                boolean softBreak = b[i + 1] == '\n' || (b[i + 1] == '\r' && b[i + 2] == '\n');
                int value = escaped(b, i, to);
                // Before a line of dashes it is the padding of a key.
                boolean padding =
                        b[i - (i > from ? 1 : 0)] == '=' || (i + 3 < to && b[i + 2] == '-' && b[i + 3] == '-');
                if ((softBreak && i > from && !padding) || value == '=' || (value >= 0 && escaped(b, i + 3, to) >= 0)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The byte that the escape at {@code i} stands for; -1 if there is none. Its digits are in upper case. */
    private static int escaped(byte[] b, int i, int to) {
        if (i + 2 >= to || b[i] != '=' || b[i + 1] > 'F' || b[i + 2] > 'F') {
            return -1;
        }
        return Hex.value(b, i + 1, 2, to);
    }

    private static void quotedPrintable(TextView source, int from, int to, TextView into) {
        byte[] b = source.bytes;
        into.reset(to - from);
        int i = from;
        while (i < to) {
            int value = escaped(b, i, to);
            if (value >= 0) {
                into.add((byte) value, source.origin(i));
                i += 3;
            } else if (b[i] == '=' && i + 1 < to && b[i + 1] == '\n') {
                i += 2;
            } else if (b[i] == '=' && i + 2 < to && b[i + 1] == '\r' && b[i + 2] == '\n') {
                i += 3;
            } else {
                into.add(source, i, i + 1);
                i++;
            }
        }
        into.end(source.origin(to));
    }

    private static boolean hasPlus(byte[] b, int from, int to) {
        int last = to - 1;
        for (int i = from + 1; i < last; i++) {
            i = Words.indexOf(b, i, last, '+');
            if (i < last && isSpace(b, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSpace(byte[] b, int i) {
        return b[i] == '+' && endsWord(b[i - 1]) && (Ascii.isWord(b[i + 1]) || b[i + 1] == '(');
    }

    /** Where a space may follow: a comma and a colon do what a word does ({@code Name:+Jane+Doe,+Springfield}). */
    private static boolean endsWord(byte c) {
        return Ascii.isWord(c) || c == ')' || c == ':' || c == ',';
    }

    private static void plus(TextView source, int from, int to, TextView into) {
        into.reset(to - from);
        int copied = from;
        for (int i = from + 1; i + 1 < to; i++) {
            if (isSpace(source.bytes, i)) {
                into.add(source, copied, i);
                into.add((byte) ' ', source.origin(i));
                copied = i + 1;
            }
        }
        into.add(source, copied, to);
        into.end(source.origin(to));
    }

    /** A run of nine singles covers eight bytes from a multiple of eight on, wherever it starts. */
    private static boolean mayHaveSingles(byte[] b, int from, int to) {
        for (int i = from; i + 6 < to; i += 8) {
            int after = i + 1;
            boolean here = isSeparator(b[i]) && b[i] == b[i + 2] && b[i] == b[i + 4];
            if (here || (isSeparator(b[after]) && b[after] == b[after + 2] && b[after] == b[after + 4])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSeparator(byte b) {
        return b == ' ' || b == '.' || b == '-' || b == '_' || b == '*' || b == '|';
    }

    private static boolean singles(TextView source, int from, int to, TextView into) {
        byte[] b = source.bytes;
        int first = from;
        int end = runEnd(b, from, to, first);
        while (end < 0 && -end < to) {
            first = -end;
            end = runEnd(b, from, to, first);
        }
        if (end < 0) {
            return false;
        }
        into.reset(to - from);
        into.add(source, from, first);
        int i = first;
        while (i < to) {
            end = runEnd(b, from, to, i);
            if (end > 0) {
                joined(source, i, end, into);
            } else {
                end = -end;
                into.add(source, i, end);
            }
            i = end;
        }
        into.end(source.origin(to));
        return true;
    }

    /** Index after the run of singles that starts at {@code i}; if none does, the complement to 0 of where to go on. */
    private static int runEnd(byte[] b, int from, int to, int i) {
        if (i + 3 >= to || b[i] <= ' ' || !isSeparator(b[i + 1]) || Ascii.isWordAt(b, i - 1, from, to)) {
            return -(i + 1);
        }
        byte separator = b[i + 1];
        int count = 1;
        int last = i;
        while (true) {
            int next = last + 1;
            while (next < to && b[next] == separator && next - last <= 3) {
                next++;
            }
            boolean single = next > last + 1
                    && next < to
                    && b[next] > ' '
                    && (next + 1 >= to
                            || b[next + 1] == separator
                            || !Ascii.isWord(b[next + 1])
                            || !Ascii.isWord(b[next]));
            if (!single) {
                break;
            }
            last = next;
            count++;
        }
        return count >= FEWEST_SINGLES ? last + 1 : -(last + 1);
    }

    /** Several separators in a row are one that is meant. */
    private static void joined(TextView source, int from, int end, TextView into) {
        byte[] b = source.bytes;
        byte separator = b[from + 1];
        int i = from;
        while (i < end) {
            into.add(source, i, i + 1);
            int next = i + 1;
            while (next < end && b[next] == separator) {
                next++;
            }
            if (next - i > 2) {
                into.add(source, i + 1, i + 2);
            }
            i = next;
        }
    }
}
