package dev.sluice.delivery;

import dev.sluice.event.DeadReason;
import dev.sluice.failure.Failure;
import java.time.Duration;

/** Hears what delivery does, for metrics and reports. Called on delivery's own threads; must be quick and must not throw. */
public interface DeliveryListener {
    DeliveryListener NONE = new DeliveryListener() {};

    /** A request was answered or failed, after this time. */
    default void requestEnded(String project, BatchOutcome outcome, Duration took) {}

    /** The same, with what the answer means for the batch and how many events that had. */
    default void attempted(String project, Delivery answer, int events, Duration took) {}

    default void deadLettered(String project, DeadReason reason) {}

    /** Something went wrong that an operator should hear of. */
    default void failed(Failure failure) {}

    /** Each of them hears everything, in this order. */
    static DeliveryListener both(DeliveryListener first, DeliveryListener second) {
        return new DeliveryListener() {
            @Override
            public void requestEnded(String project, BatchOutcome outcome, Duration took) {
                first.requestEnded(project, outcome, took);
                second.requestEnded(project, outcome, took);
            }

            @Override
            public void attempted(String project, Delivery answer, int events, Duration took) {
                first.attempted(project, answer, events, took);
                second.attempted(project, answer, events, took);
            }

            @Override
            public void deadLettered(String project, DeadReason reason) {
                first.deadLettered(project, reason);
                second.deadLettered(project, reason);
            }

            @Override
            public void failed(Failure failure) {
                first.failed(failure);
                second.failed(failure);
            }
        };
    }
}
