package dev.sluice.delivery;

import java.util.Locale;

/** What the newest answers say about PostHog, as {@code /health} shows it. */
public enum PostHogState {
    OK,
    ERROR,
    /** Nothing was sent since the start. */
    UNKNOWN;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
