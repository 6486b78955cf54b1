package dev.sluice.event;

import java.util.Locale;

/** Why an accepted event was put aside instead of being delivered. */
public enum DeadReason {
    /** The firewall could not finish: the event is withheld, only its shape is kept. */
    SCRUB_FAILED,
    /** PostHog refused the event by itself with 400. */
    REFUSED,
    /** PostHog answered 413 to the event by itself. */
    TOO_LARGE_UPSTREAM,
    /** The frame that holds the event is damaged on disk. */
    DAMAGED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
