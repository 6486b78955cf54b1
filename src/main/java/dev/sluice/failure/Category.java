package dev.sluice.failure;

import java.util.Locale;

/** Which part of the journey a failure belongs to: the tag {@code category} of its issue in Sentry. */
public enum Category {
    CAPTURE,
    SCRUB,
    SPOOL,
    DEDUP,
    DELIVERY,
    CONFIG,
    /** Anything beside the journey: lookups, the admin API, a resource. */
    OTHER;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
