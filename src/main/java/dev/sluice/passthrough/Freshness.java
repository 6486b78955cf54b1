package dev.sluice.passthrough;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a {@code Cache-Control} of an answer allows a shared cache (RFC 9111, section 5.2.2).
 *
 * @param mayStore false for {@code no-store} and {@code private}
 * @param lifetime how long the answer may be served without asking again
 */
record Freshness(boolean mayStore, Duration lifetime) {
    // However long PostHog allows: a change of the project's configuration must arrive without a restart.
    private static final Duration LONGEST = Duration.ofHours(24);

    static Freshness of(Optional<String> cacheControl, Duration otherwise) {
        boolean mayStore = true;
        boolean mustAsk = false;
        Optional<Duration> maxAge = Optional.empty();
        Optional<Duration> sharedMaxAge = Optional.empty();
        for (String part : cacheControl.orElse("").toLowerCase(Locale.ROOT).split(",", -1)) {
            String directive = part.strip();
            switch (directive) {
                case "no-store", "private" -> mayStore = false;
                case "no-cache" -> mustAsk = true;
                default -> {
                    if (directive.startsWith("max-age=")) {
                        maxAge = seconds(directive.substring("max-age=".length()));
                    } else if (directive.startsWith("s-maxage=")) {
                        sharedMaxAge = seconds(directive.substring("s-maxage=".length()));
                    }
                }
            }
        }
        if (mustAsk) {
            return new Freshness(mayStore, Duration.ZERO);
        }
        Duration lifetime = sharedMaxAge.orElse(maxAge.orElse(otherwise));
        return new Freshness(mayStore, lifetime.compareTo(LONGEST) > 0 ? LONGEST : lifetime);
    }

    private static Optional<Duration> seconds(String text) {
        if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
}
