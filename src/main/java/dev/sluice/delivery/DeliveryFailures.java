package dev.sluice.delivery;

import dev.sluice.event.DeadReason;
import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import dev.sluice.spool.Frame;

/** What an operator hears of batches that did not come to a good end. */
final class DeliveryFailures {
    private DeliveryFailures() {}

    /** Nobody has to be woken for it: the event is kept and can be replayed. A log that rots is another matter. */
    static Failure deadLetter(Frame frame, DeadReason reason) {
        Failure failure = switch (reason) {
            case DAMAGED -> Failure.of(Category.SPOOL, "the stored frame of an event is damaged; the event is lost");
            case TOO_LARGE_UPSTREAM ->
                Failure.of(Category.DELIVERY, "an event is too large for PostHog and became a dead letter")
                        .warning();
            case REFUSED, SCRUB_FAILED ->
                Failure.of(Category.DELIVERY, "PostHog refused an event for good; it is a dead letter")
                        .warning();
        };
        return failure.blaming(frame.project()).from(frame.origin());
    }

    static Failure unknownProject(String project) {
        return Failure.of(Category.CONFIG, "events wait because their project is not in the configuration")
                .warning()
                .blaming(project);
    }

    static Failure unkeptLetter(String project, RuntimeException cause) {
        return Failure.of(Category.DELIVERY, "a dead letter cannot be kept; its event stays pending")
                .in(project)
                .because(cause);
    }
}
