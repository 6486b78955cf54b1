package dev.sluice.scrub;

/**
 * The places of a PostHog event that the journey needs to know. A scan notes where the value of each stands, as raw JSON
 * (a string with its quotes). Names and places: reference of the wire protocol, sections 3 and 10.
 */
public enum Field {
    EVENT,
    UUID,
    DISTINCT_ID,
    /** {@code $distinct_id} at the top, an old spelling. */
    DOLLAR_DISTINCT_ID,
    TIMESTAMP,
    OFFSET,
    TOKEN,
    /** {@code $token} at the top, an old spelling. */
    DOLLAR_TOKEN,
    API_KEY,
    PROPERTIES,
    PROPERTIES_TOKEN,
    PROPERTIES_DISTINCT_ID,
    PROPERTIES_IP,
    PROPERTIES_SESSION_ID,
    PROPERTIES_WINDOW_ID,
    PROPERTIES_SNAPSHOT_DATA,
    PROPERTIES_IGNORE_SENT_AT,
    PROPERTIES_COOKIELESS_MODE,
    PROPERTIES_GEOIP_DISABLE,
    /** {@code $time}: seconds since the epoch, written by old posthog-js. */
    PROPERTIES_TIME,
    /** {@code $insert_id}: random, written by the web SDK. */
    PROPERTIES_INSERT_ID,
    /** {@code $sentry_trace_id}: what PostHog users call the trace that Sentry knows an event's moment by. */
    PROPERTIES_SENTRY_TRACE_ID
}
