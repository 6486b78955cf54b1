package dev.sluice.delivery;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetters;
import dev.sluice.event.DeadReason;
import dev.sluice.spool.Frame;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleSupplier;

/** Makes a dead letter of an event that PostHog refuses alone, and waits until it is kept. Thread-safe. */
final class PutAside {
    private final DeadLetters deadLetters;
    private final RetrySchedule retry;
    private final InstantSource clock;
    private final DoubleSupplier random;
    private final Warnings warnings;
    private final DeliveryListener listener;

    PutAside(
            DeadLetters deadLetters,
            RetrySchedule retry,
            InstantSource clock,
            DoubleSupplier random,
            Warnings warnings,
            DeliveryListener listener) {
        this.deadLetters = deadLetters;
        this.retry = retry;
        this.clock = clock;
        this.random = random;
        this.warnings = warnings;
        this.listener = listener;
    }

    /**
     * On return the letter is durable.
     *
     * @param part one event
     * @param status what PostHog answered
     * @return why the event is a dead letter: for that reason, or because its stored frame is damaged; empty when the flow was
     *     stopped before the letter was kept
     */
    Optional<DeadReason> keep(Part part, DeadReason reason, String status, ProjectFlow flow)
            throws InterruptedException {
        Optional<String> text = text(part);
        DeadReason actual = text.isPresent() ? reason : DeadReason.DAMAGED;
        String detail = text.isPresent()
                ? "PostHog answered " + status + " to this event alone"
                : "the stored frame of this event is damaged";
        DeadLetter letter = letter(part, actual, detail, text);
        if (!keep(letter, flow)) {
            return Optional.empty();
        }
        warnings.warn(
                "dead letter of " + letter.project(),
                "project %s: an event was put among the dead letters (%s), letter %s, request %s; see sluice dead-letters",
                letter.project(),
                letter.reason(),
                letter.id(),
                letter.requestId().isEmpty() ? "unknown" : letter.requestId());
        listener.failed(DeliveryFailures.deadLetter(part.progress().frame(), actual));
        return Optional.of(actual);
    }

    private boolean keep(DeadLetter letter, ProjectFlow flow) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                deadLetters.add(letter);
                return true;
            } catch (RuntimeException e) {
                warnings.warn(
                        "dead letters",
                        "a dead letter cannot be kept (%s): its event stays pending",
                        e.getClass().getSimpleName());
                listener.failed(DeliveryFailures.unkeptLetter(letter.project(), e));
                if (!flow.pause(retry.delay(failures, random.getAsDouble()))) {
                    return false;
                }
            }
        }
    }

    private DeadLetter letter(Part part, DeadReason reason, String detail, Optional<String> text) {
        Frame frame = part.progress().frame();
        Frame.Entry entry = frame.entries().get(part.index(0));
        return new DeadLetter(
                letterId(frame.project(), entry, reason),
                frame.project(),
                Optional.of(entry.uuid()),
                reason.label(),
                clock.instant(),
                detail,
                text,
                "",
                frame.origin().requestId());
    }

    private static Optional<String> text(Part part) {
        int event = part.index(0);
        try {
            FrameContent content = FrameContent.of(part.progress().frame());
            int start = content.start(event);
            return Optional.of(new String(content.bytes(), start, content.end(event) - start, StandardCharsets.UTF_8));
        } catch (DamagedFrameException e) {
            return Optional.empty();
        }
    }

    /** The same for the same event and reason, so that a letter written again after a crash is the same letter. */
    private static UUID letterId(String project, Frame.Entry entry, DeadReason reason) {
        String name = project + '/' + entry.key().high() + '/' + entry.key().low() + '/' + reason.label();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
