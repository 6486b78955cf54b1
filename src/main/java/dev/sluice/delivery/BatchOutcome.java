package dev.sluice.delivery;

import java.util.Locale;

/** How one request to PostHog ended; the label {@code outcome} of {@code sluice_delivery_batches_total}. */
public enum BatchOutcome {
    DELIVERED,
    RETRIED,
    REFUSED,
    TOO_LARGE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
