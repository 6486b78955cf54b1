package dev.sluice.spool.local;

import java.time.Duration;

/**
 * Sizes that have no row in the configuration.
 *
 * @param segmentBytes from this length on the next group goes to a new file
 * @param queueBytes what may wait for the writer; beyond it an append fails at once
 * @param queueAppends how many requests may wait for the writer
 * @param groupBytes what is written and fsynced together at most (a single larger request goes alone)
 * @param recentBytes what is kept in memory for a reader that is nearly caught up
 * @param checkpointInterval the least time between two checkpoints
 * @param probeInterval after a failure, how long appends fail without the disk being tried again
 */
public record LocalSpoolOptions(
        long segmentBytes,
        long queueBytes,
        int queueAppends,
        long groupBytes,
        long recentBytes,
        Duration checkpointInterval,
        Duration probeInterval) {

    public static final LocalSpoolOptions DEFAULTS = new LocalSpoolOptions(
            64L << 20, 64L << 20, 65_536, 8L << 20, 32L << 20, Duration.ofMillis(50), Duration.ofSeconds(1));
}
