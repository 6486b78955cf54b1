package dev.sluice.event;

import java.util.Locale;

/** Why one event of a request was not accepted. The rest of its batch is; the rules are those of PostHog's capture v0. */
public enum RejectReason {
    NOT_AN_OBJECT,
    MISSING_EVENT_NAME,
    MISSING_DISTINCT_ID,
    INVALID_UUID,
    INVALID_COOKIELESS_MODE,
    MISSING_SESSION_ID,
    INVALID_SESSION_ID,
    MISSING_SNAPSHOT_DATA,
    EVENT_TOO_LARGE;

    /** As it stands on metrics, in dead letters and in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
