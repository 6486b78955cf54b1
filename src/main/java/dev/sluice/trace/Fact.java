package dev.sluice.trace;

/**
 * What a span may say. The list is closed: an attribute of another name does not leave the process. Values are numbers, names
 * from the configuration, words of a closed list, and ids that the gateway made or checked: never anything else from a request
 * or an event. Names follow the conventions of OpenTelemetry as far as Sentry reads them; the rest begins with {@code sluice.}.
 */
public enum Fact {
    /** Written by the tracing itself. */
    OPERATION("sentry.op"),
    METHOD("http.request.method"),
    /** From the closed list of addresses, never the path that was asked for. */
    ROUTE("http.route"),
    STATUS("http.response.status_code"),
    /** Number of attempts before this one. */
    RESEND_COUNT("http.request.resend_count"),
    REQUEST_BYTES("http.request.body.size"),
    /** A host of the configuration. */
    SERVER("server.address"),
    /** Which kind of failure, a word of ours or the name of an exception's class. */
    ERROR("error.type"),
    REQUEST_ID("sluice.request_id"),
    PROJECT("sluice.project"),
    LANE("sluice.lane"),
    EVENTS("sluice.events"),
    REJECTED("sluice.rejected"),
    WITHHELD("sluice.withheld"),
    /** Number of values that the firewall took out or replaced. */
    REDACTIONS("sluice.redactions"),
    DUPLICATES("sluice.duplicates"),
    DEAD_LETTERS("sluice.dead_letters"),
    OUTCOME("sluice.outcome"),
    /** {@code sluice}, {@code postgresql} or {@code kafka}. */
    MESSAGING_SYSTEM("messaging.system"),
    /** The project's name. */
    DESTINATION("messaging.destination.name"),
    /** The id of the request that brought the events. */
    MESSAGE_ID("messaging.message.id"),
    MESSAGE_BYTES("messaging.message.body.size"),
    /** Milliseconds from the arrival of the events to the first attempt to deliver them. */
    LATENCY("messaging.message.receive.latency"),
    RETRIES("messaging.message.retry.count"),
    BATCH_MESSAGES("messaging.batch.message_count"),
    /** Number of recorded frames of the batch that have no span of their own. */
    MORE_MESSAGES("sluice.more_messages"),
    /** {@code redis} or {@code postgresql}. */
    DATABASE("db.system"),
    /** A command's or statement's name, never its text. */
    DATABASE_OPERATION("db.operation");

    private final String key;

    Fact(String key) {
        this.key = key;
    }

    /** Name of the attribute. */
    public String key() {
        return key;
    }
}
