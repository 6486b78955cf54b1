package dev.sluice.run;

import java.time.Duration;

/**
 * How the time of a stop is spent.
 *
 * @param whole from the signal to the end of the process ({@code SLUICE_DRAIN_TIMEOUT})
 */
record DrainPlan(Duration whole) {
    private static final Duration LONGEST_NOTICE = Duration.ofSeconds(5);
    private static final Duration LEAST_RESERVE = Duration.ofMillis(200);

    /** Health and readiness fail and requests are still taken: a balancer has to notice. */
    Duration notice() {
        Duration part = whole.dividedBy(5);
        return part.compareTo(LONGEST_NOTICE) < 0 ? part : LONGEST_NOTICE;
    }

    /** How long requests that have begun may take to end, after the notice. */
    Duration requests() {
        return whole.dividedBy(5);
    }

    /** From the signal to when batches in flight are left for the next start; the rest is the spool's, to close. */
    Duration delivery() {
        return whole.multipliedBy(3).dividedBy(4);
    }

    /** From the signal to when whatever still hangs is cut short. */
    Duration patience() {
        Duration reserve = whole.dividedBy(20);
        return whole.minus(reserve.compareTo(LEAST_RESERVE) > 0 ? reserve : LEAST_RESERVE);
    }
}
