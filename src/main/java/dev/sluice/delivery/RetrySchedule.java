package dev.sluice.delivery;

import java.time.Duration;

/**
 * How long to wait before the next attempt: a random part ("full jitter") of a span that doubles with each failure up to
 * the cap, so that gateways that failed together do not come back together. Pure.
 */
public record RetrySchedule(Duration base, Duration cap) {

    /**
     * @param failures consecutive failures so far, from 1
     * @param random from 0 (inclusive) to 1 (exclusive)
     */
    Duration delay(int failures, double random) {
        int doublings = Math.clamp(failures - 1, 0, 30);
        long most = Math.min(cap.toMillis(), base.toMillis() << doublings);
        return Duration.ofMillis((long) (most * random));
    }
}
