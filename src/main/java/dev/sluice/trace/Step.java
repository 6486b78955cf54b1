package dev.sluice.trace;

/**
 * What the gateway records spans of. The list is closed: a span of another name does not leave the process. The operations are
 * those by which Sentry sorts spans into its pages (Backend, Queues, Queries, Outbound requests).
 */
public enum Step {
    /** A request to the gateway, from its arrival to its answer; shown as its method and route. */
    REQUEST("request", "http.server"),
    /** Reading of a request: decoding, and the firewall's walk through its events. */
    SCRUB("sluice.scrub", "function"),
    /** From the append to the spool to its end: the fsync, the commit or the brokers' acknowledgement. */
    PUBLISH("sluice.spool.commit", "queue.publish"),
    /** One stored frame, from the moment the delivery takes it up to the outcome of its last event. */
    PROCESS("sluice.deliver", "queue.process"),
    /** The duplicate check of a frame. */
    DEDUP("sluice.dedup", "function"),
    /** A call to Redis. */
    REDIS("redis", "db.redis"),
    /** A statement to Postgres. */
    POSTGRES("postgresql", "db.sql.query"),
    /** A request of the gateway to PostHog. */
    UPSTREAM("posthog", "http.client"),
    /** The storing of dead letters. */
    DEAD_LETTER("sluice.deadletter", "function");

    private final String label;
    private final String operation;

    Step(String label, String operation) {
        this.label = label;
        this.operation = operation;
    }

    /** Name of the span. */
    public String label() {
        return label;
    }

    /** Value of {@code sentry.op}. */
    public String operation() {
        return operation;
    }
}
