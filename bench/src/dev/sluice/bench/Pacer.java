package dev.sluice.bench;

import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes a selector whenever a request of an open loop is due. The selector's own timeout counts whole milliseconds, which is
 * more than many of the latencies to be measured; polling would take a quarter of a core from the peer.
 */
final class Pacer implements AutoCloseable {
    /** Above ten thousand requests per second several go out together: waking costs more than a request. */
    private static final long SHORTEST_TICK_NANOS = 100_000;

    private final Thread thread;

    private Pacer(Thread thread) {
        this.thread = thread;
    }

    static Pacer start(Selector selector, long startNanos, double intervalNanos) {
        long tick = Math.max((long) intervalNanos, SHORTEST_TICK_NANOS);
        return new Pacer(Thread.ofPlatform().daemon().start(() -> {
            long due = startNanos;
            while (!Thread.currentThread().isInterrupted()) {
                long now = System.nanoTime();
                if (now < due) {
                    LockSupport.parkNanos(due - now);
                } else {
                    selector.wakeup();
                    due = Math.max(due + tick, now);
                }
            }
        }));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
