package dev.sluice.delivery;

import dev.sluice.delivery.Delivery.TryLater;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;

/**
 * The requests of one project: how many are under way, in which order they get their turn, and whether its upstream is well.
 * Projects never wait for each other, so each has its own circuit, even where two share a host: a token that is refused or
 * slowed down says nothing about another. Thread-safe; its methods that wait end at once when it is stopped.
 */
final class ProjectFlow {
    private static final long COMPANY_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition recoveredOrStopped = lock.newCondition();
    /** Batches that ask for their turn, by their places; each waits alone, so that one answer wakes one of them. */
    private final TreeMap<Long, Condition> waiting = new TreeMap<>();

    private final InFlightLimit limit;
    private final CircuitBreaker breaker;
    private final RefusalWatch refusals;
    private long lastAnnouncedNanos = System.nanoTime() - COMPANY_NANOS;
    private long lastPlace;
    private int inFlight;
    private int announced;
    private long recoveries;
    private boolean unknown;
    private boolean stopped;
    private PostHogState state = PostHogState.UNKNOWN;

    ProjectFlow(DeliveryOptions options, DoubleSupplier random) {
        this.limit = new InFlightLimit(options.inFlightPerProject());
        this.breaker = new CircuitBreaker(options.failuresToOpen(), options.probe(), random);
        this.refusals = new RefusalWatch(options.probe());
    }

    /** What a request may do that asked for its turn. */
    enum Turn {
        SEND,
        PROBE,
        STOPPED
    }

    /**
     * A batch was handed over; {@link #arrived} follows once its thread runs.
     *
     * @return its place: turns are given to the lowest first, so what was read first is sent first
     */
    long announce(long nowNanos) {
        lock.lock();
        try {
            announced++;
            lastAnnouncedNanos = nowNanos;
            return ++lastPlace;
        } finally {
            lock.unlock();
        }
    }

    void arrived() {
        lock.lock();
        try {
            announced--;
        } finally {
            lock.unlock();
        }
    }

    /** A place behind all others. */
    long lastPlace() {
        lock.lock();
        try {
            return ++lastPlace;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a request may go out; unless it is stopped, {@link #leave}, {@link #cancel} or {@link #hold} must follow.
     *
     * @param place no other batch that waits may have the same
     */
    Turn enter(long place) throws InterruptedException {
        lock.lockInterruptibly();
        Condition turn = lock.newCondition();
        waiting.put(place, turn);
        try {
            while (!stopped) {
                long wait = Long.MAX_VALUE;
                if (waiting.firstKey() == place && inFlight < limit.limit()) {
                    wait = breaker.nanosUntilNext(System.nanoTime());
                }
                if (wait == 0) {
                    inFlight++;
                    unknown = false;
                    limit.began(inFlight);
                    return breaker.begin() ? Turn.PROBE : Turn.SEND;
                }
                waitNanos(turn, wait);
            }
            return Turn.STOPPED;
        } finally {
            waiting.remove(place);
            wakeFirst();
            lock.unlock();
        }
    }

    /**
     * The request ended.
     *
     * @return what that means for its batch: the result itself, or that it waits because everything is refused
     */
    Delivery leave(Turn turn, Batch batch, Delivery result, Duration took) {
        lock.lock();
        try {
            inFlight--;
            if (result instanceof Delivery.Dropped) {
                breaker.cancelled(turn == Turn.PROBE);
                return result;
            }
            if (result instanceof TryLater later) {
                failed(turn, later);
                return result;
            }
            limit.answered(took.toNanos());
            Optional<TryLater> doubt = refusals.judge(batch, result);
            if (doubt.isEmpty()) {
                answered();
                return result;
            }
            failed(turn, doubt.get());
            // Cut in halves it can still show that not everything is refused; alone it waits.
            return batch.events() > 1 ? result : doubt.get();
        } finally {
            wakeFirst();
            lock.unlock();
        }
    }

    /** The request turned out not to be needed. */
    void cancel(Turn turn) {
        hold(turn, Duration.ZERO);
    }

    /** The request may not go out yet, and no other of the project. */
    void hold(Turn turn, Duration time) {
        lock.lock();
        try {
            inFlight--;
            breaker.cancelled(turn == Turn.PROBE);
            breaker.hold(time, System.nanoTime());
        } finally {
            wakeFirst();
            lock.unlock();
        }
    }

    /**
     * Waits: for that time, or until the upstream has recovered from a failure.
     *
     * @return false when it was stopped
     */
    boolean pause(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long before = recoveries;
            long end = System.nanoTime() + time.toNanos();
            for (long left = time.toNanos();
                    left > 0 && !stopped && recoveries == before;
                    left = end - System.nanoTime()) {
                waitNanos(recoveredOrStopped, left);
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #pause}, but not while the circuit is open: then {@link #enter} spaces the attempts of all batches, and the
     * long wait of one that has failed often must not delay the notice that the upstream is back.
     */
    boolean pauseBeforeRetry(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (breaker.isOpen() || refusals.isInDoubt()) {
                return !stopped;
            }
        } finally {
            lock.unlock();
        }
        return pause(time);
    }

    /** The project is not in the configuration, so nothing is known of its upstream. */
    void forgetState() {
        lock.lock();
        try {
            unknown = true;
            state = PostHogState.UNKNOWN;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a batch that is handed over now would be sent at once. */
    boolean hasRoom() {
        lock.lock();
        try {
            return !stopped
                    && announced + waiting.size() + inFlight < limit.limit()
                    && breaker.nanosUntilNext(System.nanoTime()) == 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether nothing is under way, and nothing was just now. A lone event goes out at once; when events keep coming, one that
     * finds the line free still waits a moment for company, because a request costs as much as dozens of events.
     */
    boolean isQuiet(long nowNanos) {
        lock.lock();
        try {
            return announced + waiting.size() + inFlight == 0 && nowNanos - lastAnnouncedNanos >= COMPANY_NANOS;
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            waiting.values().forEach(Condition::signal);
            recoveredOrStopped.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Facts facts() {
        lock.lock();
        try {
            boolean heldUp = unknown || breaker.isOpen() || breaker.nanosUntilNext(System.nanoTime()) > 0;
            return new Facts(state, breaker.isOpen(), heldUp, refusals.isInDoubt(), inFlight, limit.limit());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The flow at one moment.
     *
     * @param heldUp whether its events cannot be delivered now, whatever the reason
     * @param inDoubt whether the upstream refuses everything, as far as is known
     */
    record Facts(PostHogState state, boolean open, boolean heldUp, boolean inDoubt, int inFlight, int limit) {}

    private void failed(Turn turn, TryLater later) {
        switch (later.trouble()) {
            case UPSTREAM, SLOW_DOWN -> limit.failed();
            case PROJECT, HERE -> {}
        }
        breaker.failed(turn == Turn.PROBE, later.after(), System.nanoTime());
        state = PostHogState.ERROR;
    }

    private void answered() {
        if (breaker.answered()) {
            recoveries++;
            recoveredOrStopped.signalAll();
        }
        state = PostHogState.OK;
    }

    private void wakeFirst() {
        if (!waiting.isEmpty()) {
            waiting.firstEntry().getValue().signal();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the callers loop
    private static void waitNanos(Condition condition, long nanos) throws InterruptedException {
        // A little longer rather than shorter.
        long _ = condition.awaitNanos(Math.min(nanos, TimeUnit.MINUTES.toNanos(1)) + 1_000);
    }
}
