package dev.sluice.tunnel.relay;

import dev.sluice.tunnel.LimitsInForce;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What Sentry has said that it does not want of one destination, and until when. Source: Sentry's developer documentation,
 * "Rate Limiting"; reference of Sentry, section 2.7. Kept in memory: after a restart the first answer says it again. Thread-safe.
 */
final class SentryLimits {
    /** A broken or hostile upstream must not silence the tunnel for longer. Whoever means it says it again. */
    static final Duration MOST = Duration.ofHours(1);
    /** Where a limit, or an answer of 429, does not say how long it holds. */
    static final Duration USUAL = Duration.ofSeconds(60);

    private static final String ALL = "";
    /** The others limit nothing that a browser sends, and must not be able to fill the memory. */
    private static final Set<String> KNOWN = Set.of(
            "default",
            "error",
            "transaction",
            "span",
            "monitor",
            "log_item",
            "log_byte",
            "session",
            "security",
            "attachment",
            "profile",
            "profile_chunk",
            "replay",
            "feedback",
            "trace_metric");

    private final InstantSource clock;
    private final Map<String, Long> untilMillis = new TreeMap<>();

    SentryLimits(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Takes in what an answer says; it may come with any status.
     *
     * @param headers the values of {@code X-Sentry-Rate-Limits}: {@code seconds:category;category:scope:reason:namespaces}, several
     *     with commas. No category means all
     */
    void hear(List<String> headers) {
        for (String header : headers) {
            int start = 0;
            while (start <= header.length()) {
                int end = indexOrEnd(header, ',', start);
                limit(header.substring(start, end).strip());
                start = end + 1;
            }
        }
    }

    /** All categories are limited for that time. */
    void limitAll(Duration time) {
        limit(ALL, time);
    }

    LimitsInForce inForce() {
        long now = clock.millis();
        Map<String, Integer> seconds = new TreeMap<>();
        synchronized (this) {
            untilMillis.values().removeIf(until -> until <= now);
            untilMillis.forEach((category, until) -> seconds.put(category, (int) ((until - now + 999) / 1000)));
        }
        return seconds.isEmpty() ? LimitsInForce.NONE : new InForce(seconds);
    }

    private void limit(String text) {
        if (text.isEmpty()) {
            return;
        }
        int colon = indexOrEnd(text, ':', 0);
        Duration time = seconds(text.substring(0, colon));
        int start = Math.min(colon + 1, text.length());
        String categories = text.substring(start, indexOrEnd(text, ':', start));
        if (categories.isBlank()) {
            limit(ALL, time);
            return;
        }
        int from = 0;
        while (from <= categories.length()) {
            int end = indexOrEnd(categories, ';', from);
            String category = categories.substring(from, end).strip();
            if (KNOWN.contains(category)) {
                limit(category, time);
            }
            from = end + 1;
        }
    }

    private synchronized void limit(String category, Duration time) {
        if (time.isPositive()) {
            Duration bounded = time.compareTo(MOST) > 0 ? MOST : time;
            untilMillis.merge(category, clock.millis() + bounded.toMillis(), Math::max);
        }
    }

    /** The digits at the start; the SDK's own fallback where there are none. */
    private static Duration seconds(String text) {
        String stripped = text.strip();
        int digits = 0;
        while (digits < stripped.length() && stripped.charAt(digits) >= '0' && stripped.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0) {
            return USUAL;
        }
        return digits > 9 ? MOST : Duration.ofSeconds(Long.parseLong(stripped, 0, digits, 10));
    }

    private static int indexOrEnd(String text, char c, int from) {
        int index = text.indexOf(c, from);
        return index < 0 ? text.length() : index;
    }

    /** @param seconds that are left, by category; the empty one stands for all */
    private record InForce(Map<String, Integer> seconds) implements LimitsInForce {
        @Override
        public boolean isLimited(String category) {
            return seconds.containsKey(ALL) || seconds.containsKey(category);
        }

        @Override
        public String header() {
            StringBuilder header = new StringBuilder();
            seconds.forEach((category, left) -> header.append(header.isEmpty() ? "" : ", ")
                    .append(left)
                    .append(':')
                    .append(category)
                    .append(":organization"));
            return header.toString();
        }

        @Override
        public int retryAfterSeconds() {
            return seconds.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        }
    }
}
