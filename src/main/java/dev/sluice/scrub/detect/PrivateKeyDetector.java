package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Private keys between their lines of {@code BEGIN} and {@code END} (RFC 7468, OpenSSH, OpenPGP), also on one line or with
 * their line breaks escaped, and also cut short. The lines stay, so that one sees what was there; certificates and public
 * keys stay altogether. Belongs to one thread.
 */
final class PrivateKeyDetector {
    private static final int LONGEST_LABEL = 48;
    private static final int SHORTEST_BODY = 16;
    private static final String PRIVATE_KEY = "private key";

    /** Looks for a key whose first line has the word {@code BEGIN} at {@code start}. */
    boolean at(Text text, int start, int end, Match match) {
        byte[] b = text.bytes;
        if (end - start != 5 || !Ascii.startsWith(b, start, end, "begin") || !isDashed(b, text.from, start)) {
            return false;
        }
        int label = labelEnd(b, end, text.to);
        if (label < 0) {
            return false;
        }
        int body = skipDashes(b, label, text.to);
        int bodyEnd = bodyEnd(b, body, text.to);
        boolean complete = isLastLine(b, bodyEnd, text.to);
        while (bodyEnd > body && isPadding(b, bodyEnd - 1, body)) {
            bodyEnd--;
        }
        while (body < bodyEnd && (Ascii.isSpace(b[body]) || b[body] == '\\')) {
            body += b[body] == '\\' ? 2 : 1;
        }
        boolean isBody = complete || startsWithKey(b, body, bodyEnd);
        return isBody && bodyEnd - body >= SHORTEST_BODY && match.is(body, bodyEnd, Kind.PRIVATE_KEY);
    }

    private static boolean isDashed(byte[] b, int from, int i) {
        int dash = i - 1;
        while (dash >= from && b[dash] == ' ') {
            dash--;
        }
        return dash - 1 >= from && b[dash] == '-' && b[dash - 1] == '-';
    }

    /** Index of the dashes after a label that says that the key is private; -1 if there is no such label. */
    private static int labelEnd(byte[] b, int from, int to) {
        int limit = Math.min(to, from + LONGEST_LABEL);
        boolean isPrivate = false;
        for (int i = from; i < limit; i++) {
            isPrivate |= (b[i] | 0x20) == 'p' && Ascii.startsWith(b, i, limit, PRIVATE_KEY);
            if (b[i] == '-') {
                return isPrivate ? i : -1;
            }
        }
        return -1;
    }

    private static int skipDashes(byte[] b, int from, int to) {
        int i = from;
        while (i < to && b[i] == '-') {
            i++;
        }
        return i;
    }

    /** Index of the next line of dashes; without one, of the end of what can belong to the key. */
    private static int bodyEnd(byte[] b, int from, int to) {
        int end = -1;
        for (int i = from; i < to; i++) {
            if (b[i] == '-' && i + 1 < to && b[i + 1] == '-') {
                return i;
            }
            if (end < 0 && !isBody(b[i])) {
                end = i;
            }
        }
        return end < 0 ? to : end;
    }

    private static boolean isLastLine(byte[] b, int from, int to) {
        int i = skipDashes(b, from, to);
        while (i < to && b[i] == ' ') {
            i++;
        }
        return Ascii.startsWith(b, i, to, "end");
    }

    /** Whether this is no prose about keys: the first word is long and mixed. */
    private static boolean startsWithKey(byte[] b, int from, int to) {
        int end = from;
        while (end < to && !Ascii.isSpace(b[end]) && b[end] != '\\') {
            end++;
        }
        int both = SecretShape.UPPER | SecretShape.LOWER;
        return end - from >= SHORTEST_BODY && (SecretShape.classes(b, from, end) & both) == both;
    }

    private static boolean isBody(byte c) {
        return Ascii.isAlphanumeric(c)
                || Ascii.isSpace(c)
                || switch (c) {
                    case '+', '/', '=', '\\', ':', ',', '-', '.', '[', ']', '(', ')' -> true;
                    default -> false;
                };
    }

    /** White space, also a line break that is written as an escape. */
    private static boolean isPadding(byte[] b, int i, int body) {
        boolean escaped = (b[i] == 'n' || b[i] == 'r') && i > body && b[i - 1] == '\\';
        return Ascii.isSpace(b[i]) || b[i] == '\\' || escaped;
    }
}
