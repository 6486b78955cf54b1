package dev.sluice.event;

import java.util.Optional;

/**
 * The shape of a PostHog project token, by the rules of PostHog's own capture service: printable ASCII, at most 64
 * characters, not a personal or secret API key.
 */
public final class ProjectToken {
    private static final int LONGEST = 64;

    private ProjectToken() {}

    public static boolean isWellFormed(String token) {
        return problem(token).isEmpty();
    }

    /** What is wrong with it, in words that do not contain any of it; empty when it may be a token. */
    public static Optional<String> problem(String token) {
        if (token.isEmpty()) {
            return Optional.of("is empty");
        }
        if (token.length() > LONGEST) {
            return Optional.of("is longer than " + LONGEST + " characters");
        }
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return Optional.of("holds a character other than printable ASCII");
            }
        }
        if (token.startsWith("phx_")) {
            return Optional.of("is a personal API key (phx_…), which must stay secret");
        }
        if (token.startsWith("phs_")) {
            return Optional.of("is a secret project key (phs_…), which must stay secret");
        }
        return Optional.empty();
    }
}
