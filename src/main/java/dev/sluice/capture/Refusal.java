package dev.sluice.capture;

import java.util.Locale;

/** Why a whole request is not taken: its status, and the stable word that stands for it in the answer. */
enum Refusal {
    EMPTY_BODY(400),
    MALFORMED_BODY(400),
    UNSUPPORTED_ENCODING(400),
    EMPTY_BATCH(400),
    ALL_EVENTS_REJECTED(400),
    MISSING_TOKEN(401),
    INVALID_TOKEN(401),
    UNKNOWN_TOKEN(401),
    DIFFERENT_TOKENS(401),
    ORIGIN_NOT_ALLOWED(403),
    METHOD_NOT_ALLOWED(405),
    BODY_TOO_LARGE(413),
    INTERNAL_ERROR(500),
    OVERLOADED(503),
    /** 429 for the few senders that keep their events then: see {@link Slowdown}. */
    RATE_LIMITED(503),
    STOPPING(503),
    STORAGE_UNAVAILABLE(503);

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
