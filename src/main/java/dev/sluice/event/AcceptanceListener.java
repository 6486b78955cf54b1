package dev.sluice.event;

import java.util.List;
import java.util.UUID;

/**
 * Hears of the events of a request once all of them are durable, before its sender does. Called on the thread that
 * stores; must be quick, must not wait and must not throw.
 */
public interface AcceptanceListener {

    /** @param receivedAtMillis when the gateway received the request, milliseconds since the epoch */
    void accepted(String project, long receivedAtMillis, List<SafeEvent> events);

    /**
     * An event of the request was rejected or withheld; told for those of which a uuid could be read.
     *
     * @param reason label of a {@link RejectReason} or a {@link DeadReason}
     */
    default void putAside(String project, long receivedAtMillis, UUID uuid, String reason) {}
}
