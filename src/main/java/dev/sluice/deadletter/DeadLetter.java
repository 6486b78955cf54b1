package dev.sluice.deadletter;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * An event that was put aside. Every store gives back exactly what was put in: the time is cut to microseconds and the
 * texts are made {@linkplain StorableText storable} here, so that no store has to change them on its own.
 *
 * @param id of this letter; derived from project, event and reason, so that writing it twice keeps one
 * @param project configured name
 * @param uuid of the event, where it had one that could be read
 * @param reason the label of a {@code RejectReason} or a {@code DeadReason}
 * @param at when it was put aside
 * @param detail what the sender or PostHog is to blame for, in words without any value from the event
 * @param event the scrubbed event as JSON; empty where it did not get through the firewall, then there is only a shape
 * @param shape for an event that was not scrubbed: kinds and sizes of its parts, no keys and no values
 * @param requestId of the request that brought the event, as in the answer's {@code X-Request-Id}; empty where it is not
 *     known, as in letters of earlier versions
 */
public record DeadLetter(
        UUID id,
        String project,
        Optional<UUID> uuid,
        String reason,
        Instant at,
        String detail,
        Optional<String> event,
        String shape,
        String requestId) {

    public DeadLetter {
        at = at.truncatedTo(ChronoUnit.MICROS);
        detail = StorableText.of(detail);
        event = event.map(StorableText::of);
        shape = StorableText.of(shape);
        requestId = StorableText.of(requestId);
    }

    /** A letter whose request is not known. */
    public DeadLetter(
            UUID id,
            String project,
            Optional<UUID> uuid,
            String reason,
            Instant at,
            String detail,
            Optional<String> event,
            String shape) {
        this(id, project, uuid, reason, at, detail, event, shape, "");
    }

    /** The same letter, of an event which that request brought. */
    public DeadLetter broughtBy(String request) {
        return new DeadLetter(id, project, uuid, reason, at, detail, event, shape, request);
    }
}
