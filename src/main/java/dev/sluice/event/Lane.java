package dev.sluice.event;

/**
 * Which upstream request an event may share with others. Events of different lanes, or of different projects, are never
 * sent together.
 */
public enum Lane {
    /** Ordinary events, to {@code /batch/}. */
    EVENTS(1, "/batch/"),
    /** Events of a request with {@code historical_migration: true}, to {@code /batch/} with the same flag. */
    HISTORICAL(2, "/batch/"),
    /** {@code $snapshot} events, to {@code /s/}. PostHog reads the session from the first event of a request and merges
     * the others into it (rust/capture/src/events/recordings.rs), so a request holds one session only. */
    REPLAY(3, "/s/"),
    /** Sentry envelopes of the tunnel: in a spool of their own, never to PostHog. */
    ENVELOPES(4, "/envelope/");

    private final int code;
    private final String path;

    Lane(int code, String path) {
        this.code = code;
        this.path = path;
    }

    /** The number that stands for this lane in a frame on disk. Never reused for another lane. */
    public int code() {
        return code;
    }

    /** Path upstream: on PostHog's ingestion host, or below a Sentry project's address. */
    public String path() {
        return path;
    }

    public static Lane ofCode(int code) {
        for (Lane lane : values()) {
            if (lane.code == code) {
                return lane;
            }
        }
        throw new IllegalArgumentException("no lane has the code " + code);
    }
}
