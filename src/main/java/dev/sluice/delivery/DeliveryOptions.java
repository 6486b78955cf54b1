package dev.sluice.delivery;

import java.time.Duration;

/**
 * How delivery behaves.
 *
 * @param maxBatchEvents a batch is closed at this number of events
 * @param maxBatchBytes or at this size before compression
 * @param maxReplayBytes the same in the replay lane
 * @param linger how long an event waits for company at most, while other batches of its project are under way or have just been
 * @param maxHeldBytes memory of frames that were read and are not done, shared out between the projects ({@link HeldMemory}). One
 *     more frame may be held beyond it
 * @param inFlightPerProject requests under way for one project at most; how many it is follows its upstream ({@link InFlightLimit})
 * @param claimsPerCall identities checked in one call, more where one frame has more
 * @param unknownProjectWait how often a project that is gone from the configuration is looked up again
 * @param retry between the attempts of one batch
 * @param failuresToOpen consecutive failures after which only one request at a time probes the upstream
 * @param probe between these probes
 */
public record DeliveryOptions(
        int maxBatchEvents,
        long maxBatchBytes,
        long maxReplayBytes,
        Duration linger,
        long maxHeldBytes,
        int inFlightPerProject,
        int claimsPerCall,
        Duration unknownProjectWait,
        RetrySchedule retry,
        int failuresToOpen,
        RetrySchedule probe) {

    public static final DeliveryOptions DEFAULT = new DeliveryOptions(
            500,
            4L << 20,
            8L << 20,
            Duration.ofMillis(100),
            64L << 20,
            32,
            500,
            Duration.ofSeconds(5),
            new RetrySchedule(Duration.ofMillis(500), Duration.ofSeconds(60)),
            5,
            new RetrySchedule(Duration.ofMillis(500), Duration.ofSeconds(5)));
}
