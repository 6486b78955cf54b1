package dev.sluice.delivery;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Spares an upstream that is down. After some consecutive failures it is open: one request at a time may probe, further
 * apart with each failure, until one succeeds. An upstream that says when to come back is left alone until then. Time is
 * given by the caller, in nanoseconds of any one clock. Not thread-safe.
 */
final class CircuitBreaker {
    private final int failuresToOpen;
    private final RetrySchedule probes;
    private final DoubleSupplier random;
    private int failures;
    private boolean probing;
    private boolean waiting;
    private long notBefore;

    CircuitBreaker(int failuresToOpen, RetrySchedule probes, DoubleSupplier random) {
        this.failuresToOpen = failuresToOpen;
        this.probes = probes;
        this.random = random;
    }

    boolean isOpen() {
        return failures >= failuresToOpen;
    }

    /** Nanoseconds until a request may go out: 0 now, {@link Long#MAX_VALUE} not before a probe has ended. */
    long nanosUntilNext(long now) {
        if (isOpen() && probing) {
            return Long.MAX_VALUE;
        }
        return waiting ? Math.max(0, notBefore - now) : 0;
    }

    /**
     * A request goes out.
     *
     * @return whether it is a probe, to be given back to {@link #failed}
     */
    boolean begin() {
        probing = isOpen();
        return probing;
    }

    /**
     * The upstream answered the request, well or with a refusal.
     *
     * @return whether that ended a bad time
     */
    boolean answered() {
        boolean recovered = failures > 0;
        failures = 0;
        probing = false;
        waiting = false;
        return recovered;
    }

    /** Nothing may go out for this time, though nothing has failed here. */
    void hold(Duration time, long now) {
        if (time.isPositive()) {
            notBefore = Math.max(waiting ? notBefore : now, now + time.toNanos());
            waiting = true;
        }
    }

    /** The request that began never went out. */
    void cancelled(boolean wasProbe) {
        if (wasProbe) {
            probing = false;
        }
    }

    void failed(boolean wasProbe, Duration atLeast, long now) {
        if (wasProbe) {
            probing = false;
        } else if (isOpen()) {
            // Sent before the circuit opened; the probes know better.
            return;
        }
        failures++;
        Duration pause =
                isOpen() ? longer(atLeast, probes.delay(failures - failuresToOpen + 1, random.getAsDouble())) : atLeast;
        if (pause.isPositive()) {
            waiting = true;
            notBefore = now + pause.toNanos();
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
