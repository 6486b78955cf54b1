package dev.sluice.report.crons;

import java.time.Duration;

/** How a job waits within a run. */
@FunctionalInterface
public interface Pause {
    /** @return false when the gateway stops: the run is to end, and its verdict is not told */
    boolean lasts(Duration time) throws InterruptedException;
}
