package dev.sluice.ledger;

import dev.sluice.event.AcceptanceListener;
import dev.sluice.event.DeadReason;
import dev.sluice.event.SafeEvent;
import dev.sluice.spool.StoredFrame;
import java.util.List;

/**
 * Remembers what became of each event. What it is told it must take quickly and without failing: an answer that is lost is
 * better than an event that is.
 */
public interface Ledger extends AcceptanceListener {
    Ledger NONE = new Ledger() {
        @Override
        public void accepted(String project, long receivedAtMillis, List<SafeEvent> events) {}
    };

    /** Another event holds the identity of this one. */
    default void duplicate(StoredFrame frame, int index) {}

    /**
     * PostHog has the event.
     *
     * @param request number of the upstream request that brought it, see {@link #nextRequest}
     * @param status that PostHog answered
     */
    default void delivered(StoredFrame frame, int index, long request, int status) {}

    /** The event was put aside. */
    default void deadLettered(StoredFrame frame, int index, DeadReason reason) {}

    /** A number for an upstream request, which no other request of this data directory has. */
    default long nextRequest() {
        return 0;
    }
}
