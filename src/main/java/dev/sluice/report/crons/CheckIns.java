package dev.sluice.report.crons;

import java.time.Duration;

/** Hears how a run of a recurring job ended, on the job's own thread; may wait some seconds, must not throw. */
@FunctionalInterface
public interface CheckIns {
    CheckIns NONE = (monitor, isWell, took) -> {};

    void ended(Monitor monitor, boolean isWell, Duration took);
}
