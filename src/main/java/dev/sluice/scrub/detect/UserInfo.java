package dev.sluice.scrub.detect;

/** The {@code user:password@} of an address. */
public final class UserInfo {
    private static final int MAX_BYTES = 256;

    private UserInfo() {}

    /** Whether the authority that starts at {@code from}, after the two slashes, has a password that is not a template. */
    public static boolean find(byte[] b, int from, int to) {
        int at = at(b, from, to);
        int colon = colon(b, from, to);
        return colon >= 0 && at > colon + 1 && b[colon + 1] != '$' && b[colon + 1] != '{' && b[colon + 1] != '<';
    }

    /** Index of the last {@code @} of the authority; -1 if it has none. */
    public static int at(byte[] b, int from, int to) {
        int limit = Math.min(to, from + MAX_BYTES);
        int at = -1;
        for (int i = from; i < limit && !endsAuthority(b[i]); i++) {
            at = b[i] == '@' ? i : at;
        }
        return at;
    }

    /** Index of the first colon of the authority; -1 if it has none. */
    public static int colon(byte[] b, int from, int to) {
        int limit = Math.min(to, from + MAX_BYTES);
        for (int i = from; i < limit && !endsAuthority(b[i]); i++) {
            if (b[i] == ':') {
                return i;
            }
        }
        return -1;
    }

    private static boolean endsAuthority(byte b) {
        return b == '/'
                || b == '?'
                || b == '#'
                || b == '"'
                || b == '<'
                || b == '>'
                || b == '\\'
                || (b >= 0 && b <= ' ');
    }
}
