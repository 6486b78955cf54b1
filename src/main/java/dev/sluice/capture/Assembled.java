package dev.sluice.capture;

import dev.sluice.event.RejectReason;
import dev.sluice.event.SafeEvent;
import java.util.Optional;
import java.util.UUID;

/** What became of one event of a request. */
sealed interface Assembled {
    record Safe(SafeEvent event) implements Assembled {}

    /**
     * PostHog would refuse it.
     *
     * @param uuid the event's own, where it could be read
     */
    record Rejected(RejectReason reason, Optional<UUID> uuid) implements Assembled {}

    /**
     * The firewall did not finish. Nothing of the event may be kept but its shape.
     *
     * @param because for its type and its place; its message may quote the event
     */
    record Withheld(Throwable because) implements Assembled {}

    /** An obsolete kind that PostHog throws away without a word. */
    record Dropped() implements Assembled {}
}
