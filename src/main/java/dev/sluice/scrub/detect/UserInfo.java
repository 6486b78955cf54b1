package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * The {@code user:password@} of an address of any scheme. People do not always encode what their passwords are made of: an
 * {@code @}, a colon, a slash, a question mark or a hash may stand in it. Belongs to one thread.
 */
public final class UserInfo {
    private static final int MAX_BYTES = 256;
    private static final int SHORTEST_TOKEN = 20;

    private final SecretShape shape = new SecretShape();

    /** Looks at the authority that starts at {@code from}, after the two slashes. */
    public boolean at(Text text, int from, Match match) {
        byte[] b = text.bytes;
        int end = authorityEnd(b, from, text.to);
        int colon = indexOf(b, ':', from, end);
        int at = lastIndexOf(b, '@', from, end);
        if (colon >= 0 && at < 0 && !isPort(b, colon + 1, end) && b[from] != '[') {
            at = lastIndexOf(b, '@', colon + 1, wordEnd(b, colon + 1, text.to));
        }
        if (colon < 0 || at < colon) {
            return at > from && isTokenAlone(b, from, at) && match.is(from, at, Kind.URL_PASSWORD);
        }
        if (at == colon + 1) {
            return isTokenAlone(b, from, colon) && match.is(from, colon, Kind.URL_PASSWORD);
        }
        // GitHub's way: the token is the user, the password says so.
        if (Ascii.startsWith(b, colon + 1, at, "x-oauth-basic")) {
            return match.is(from, at, Kind.URL_PASSWORD);
        }
        return !isVariable(b, colon + 1, at) && match.is(colon + 1, at, Kind.URL_PASSWORD);
    }

    /** A token in the place of the user. A project's public key, as in Sentry's addresses, is hexadecimal. */
    private boolean isTokenAlone(byte[] b, int from, int to) {
        return shape.isToken(b, from, to, SHORTEST_TOKEN, false);
    }

    private static boolean isVariable(byte[] b, int from, int to) {
        byte first = b[from];
        boolean mask = first == '*' || first == '[' || first == '<' || first == '{';
        return mask || SecretShape.isPlaceholder(b, from, to);
    }

    private static boolean isPort(byte[] b, int from, int end) {
        return Ascii.digits(b, from, end) == end;
    }

    private static int authorityEnd(byte[] b, int from, int to) {
        int limit = Math.min(to, from + MAX_BYTES);
        int i = from;
        while (i < limit && b[i] != '/' && b[i] != '?' && b[i] != '#' && !endsAddress(b[i])) {
            i++;
        }
        return i;
    }

    private static int wordEnd(byte[] b, int from, int to) {
        int limit = Math.min(to, from + MAX_BYTES);
        int i = from;
        while (i < limit && !endsAddress(b[i])) {
            i++;
        }
        return i;
    }

    private static boolean endsAddress(byte b) {
        return b == '"' || b == '<' || b == '>' || b == '\\' || b == '`' || (b >= 0 && b <= ' ');
    }

    private static int indexOf(byte[] b, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOf(byte[] b, char wanted, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
