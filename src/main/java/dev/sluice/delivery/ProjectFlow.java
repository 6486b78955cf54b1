package dev.sluice.delivery;

import dev.sluice.delivery.Delivery.TryLater;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * The requests of one project: how many are under way, and whether its upstream is well. Projects never wait for each
 * other, so each has its own circuit, even where two share a host: a token that is refused or slowed down says nothing about
 * another. Thread-safe; its methods that wait end at once when it is stopped.
 */
final class ProjectFlow {
    private static final long COMPANY_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final int slots;
    private final CircuitBreaker breaker;
    private long lastAnnouncedNanos = System.nanoTime() - COMPANY_NANOS;
    private int inFlight;
    private int announced;
    private int queued;
    private long recoveries;
    private boolean stopped;
    private PostHogState state = PostHogState.UNKNOWN;

    ProjectFlow(DeliveryOptions options, DoubleSupplier random) {
        this.slots = options.inFlightPerProject();
        this.breaker = new CircuitBreaker(options.failuresToOpen(), options.probe(), random);
    }

    /** What a request may do that asked for its turn. */
    enum Turn {
        SEND,
        PROBE,
        STOPPED
    }

    /** A batch was handed over; {@link #arrived} follows once its thread runs. */
    synchronized void announce(long nowNanos) {
        announced++;
        lastAnnouncedNanos = nowNanos;
    }

    synchronized void arrived() {
        announced--;
    }

    /** Waits until a request may go out; unless it is stopped, {@link #leave} or {@link #cancel} must follow. */
    synchronized Turn enter() throws InterruptedException {
        queued++;
        try {
            while (!stopped) {
                long wait = inFlight < slots ? breaker.nanosUntilNext(System.nanoTime()) : Long.MAX_VALUE;
                if (wait == 0) {
                    inFlight++;
                    return breaker.begin() ? Turn.PROBE : Turn.SEND;
                }
                waitNanos(wait);
            }
            return Turn.STOPPED;
        } finally {
            queued--;
        }
    }

    synchronized void leave(Turn turn, Delivery result) {
        inFlight--;
        if (result instanceof TryLater later) {
            breaker.failed(turn == Turn.PROBE, later.after(), System.nanoTime());
            state = PostHogState.ERROR;
        } else {
            if (breaker.answered()) {
                recoveries++;
            }
            state = PostHogState.OK;
        }
        notifyAll();
    }

    /** The request turned out not to be needed. */
    synchronized void cancel(Turn turn) {
        inFlight--;
        breaker.cancelled(turn == Turn.PROBE);
        notifyAll();
    }

    /**
     * Waits: for that time, or until the upstream has recovered from a failure.
     *
     * @return false when it was stopped
     */
    synchronized boolean pause(Duration time) throws InterruptedException {
        long before = recoveries;
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !stopped && recoveries == before; left = end - System.nanoTime()) {
            waitNanos(left);
        }
        return !stopped;
    }

    /**
     * As {@link #pause}, but not while the circuit is open: then {@link #enter} spaces the attempts of all batches, and the
     * long wait of one that has failed often must not delay the notice that the upstream is back.
     */
    synchronized boolean pauseBeforeRetry(Duration time) throws InterruptedException {
        return breaker.isOpen() ? !stopped : pause(time);
    }

    /** The project is not in the configuration, so nothing is known of its upstream. */
    synchronized void forgetState() {
        state = PostHogState.UNKNOWN;
    }

    /** Whether a batch that is handed over now would be sent at once. */
    synchronized boolean hasRoom() {
        return !stopped && announced + queued + inFlight < slots && breaker.nanosUntilNext(System.nanoTime()) == 0;
    }

    /**
     * Whether nothing is under way, and nothing was just now. A lone event goes out at once; when events keep coming, one that
     * finds the line free still waits a moment for company, because a request costs as much as dozens of events.
     */
    synchronized boolean isQuiet(long nowNanos) {
        return announced + queued + inFlight == 0 && nowNanos - lastAnnouncedNanos >= COMPANY_NANOS;
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized boolean isOpen() {
        return breaker.isOpen();
    }

    synchronized PostHogState state() {
        return state;
    }

    @SuppressWarnings("WaitNotInLoop") // the callers loop
    private void waitNanos(long nanos) throws InterruptedException {
        // A little longer rather than shorter, and never 0, which would be for ever.
        wait(Math.min(nanos / 1_000_000 + 1, 60_000));
    }
}
