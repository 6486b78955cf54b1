package dev.sluice.delivery;

import dev.sluice.event.DeadReason;
import java.time.Duration;

/** Hears what delivery does, for metrics. Called on delivery's own threads; must be quick and must not throw. */
public interface DeliveryListener {
    DeliveryListener NONE = new DeliveryListener() {};

    /** A request was answered or failed, after this time. */
    default void requestEnded(String project, BatchOutcome outcome, Duration took) {}

    default void deadLettered(String project, DeadReason reason) {}
}
