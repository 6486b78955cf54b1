package dev.sluice.event;

import java.util.List;

/**
 * Hears of the events of a request once all of them are durable, before its sender does. Called on the thread that
 * stores; must be quick, must not wait and must not throw.
 */
public interface AcceptanceListener {

    /** @param receivedAtMillis when the gateway received the request, milliseconds since the epoch */
    void accepted(String project, long receivedAtMillis, List<SafeEvent> events);
}
