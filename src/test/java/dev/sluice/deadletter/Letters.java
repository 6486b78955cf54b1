package dev.sluice.deadletter;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Sample letters. */
final class Letters {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

    private Letters() {}

    /** The n-th letter, a second younger than the one before it. */
    static DeadLetter letter(int n) {
        return letter(n, "{\"event\":\"paid\",\"n\":" + n + "}");
    }

    static DeadLetter letter(int n, String event) {
        return letter(n, event, NOON.plusSeconds(n));
    }

    static DeadLetter letter(int n, String event, Instant at) {
        return new DeadLetter(
                id(n),
                "shop",
                Optional.of(new UUID(7, n)),
                "refused",
                at,
                "PostHog answered 400",
                Optional.of(event),
                "");
    }

    static DeadLetter withheld(int n) {
        return new DeadLetter(
                id(n),
                "shop",
                Optional.empty(),
                "scrub_failed",
                NOON.plusSeconds(n),
                "the firewall stopped at byte 17",
                Optional.empty(),
                "object(3): string(12), number, object(2)");
    }

    static UUID id(int n) {
        return new UUID(1, n);
    }
}
