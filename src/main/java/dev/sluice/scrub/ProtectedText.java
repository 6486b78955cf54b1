package dev.sluice.scrub;

/** Values that are never touched because PostHog or Sentry live on them: ids, times, versions. */
final class ProtectedText {
    private static final byte[] AUTHORITY = {':', '/', '/'};

    private ProtectedText() {}

    /**
     * Whether it could be an e-mail address all the same, because somebody took one for an id. Releases ({@code shop@1.2.3})
     * and DSNs ({@code https://key@host/1}) have the same sign and are none.
     */
    static boolean mayNamePerson(byte[] b, int from, int to) {
        for (int i = from + 1; i < to - 1; i++) {
            if (b[i] == '@') {
                return !isVersion(b, i + 1, to) && !isAuthority(b, from, i);
            }
        }
        return false;
    }

    private static boolean isVersion(byte[] b, int from, int to) {
        int digit = b[from] == 'v' || b[from] == 'V' ? from + 1 : from;
        return digit < to && b[digit] >= '0' && b[digit] <= '9';
    }

    private static boolean isAuthority(byte[] b, int from, int to) {
        for (int i = from; i <= to - AUTHORITY.length; i++) {
            if (b[i] == AUTHORITY[0] && b[i + 1] == AUTHORITY[1] && b[i + 2] == AUTHORITY[2]) {
                return true;
            }
        }
        return false;
    }
}
