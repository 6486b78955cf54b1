package dev.sluice.scrub;

import dev.sluice.json.Hex;
import dev.sluice.scrub.text.Ascii;

/** What stands under the name of a secret and is none. */
final class KeyedSecret {
    private KeyedSecret() {}

    private static final int PUBLIC_KEY = 32;

    /**
     * Made for being seen: a project's own key, which browsers carry and PostHog's own settings repeat, the publishable keys of
     * payment providers, a Sentry address without a password. Or said instead of a value.
     */
    private static final String[] PUBLIC = {"phc_", "pk_live_", "pk_test_", "sb_publishable_"};

    private static final String[] WORDS = {"true", "false", "null", "none", "undefined", "[filtered]", "[redacted]"};

    static boolean isHarmless(byte[] b, int from, int to) {
        if (isPublic(b, from, to)) {
            return true;
        }
        for (String word : WORDS) {
            if (word.length() == to - from && Ascii.startsWith(b, from, to, word)) {
                return true;
            }
        }
        return isSentryAddress(b, from, to);
    }

    static boolean isPublic(byte[] b, int from, int to) {
        for (String prefix : PUBLIC) {
            if (Ascii.startsWith(b, from, to, prefix)) {
                return true;
            }
        }
        return false;
    }

    /** {@code https://32 hexadecimal digits@host/project}. */
    private static boolean isSentryAddress(byte[] b, int from, int to) {
        int key = Ascii.startsWith(b, from, to, "https://")
                ? from + 8
                : Ascii.startsWith(b, from, to, "http://") ? from + 7 : to;
        int end = key;
        while (end < to && Hex.digit(b[end]) >= 0) {
            end++;
        }
        return end - key == PUBLIC_KEY && end < to && b[end] == '@';
    }
}
