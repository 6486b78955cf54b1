package dev.sluice.spool;

import java.util.concurrent.atomic.AtomicLong;

/** Lets one line per cause through every ten seconds. */
public final class RareLog {
    private static final long INTERVAL_NANOS = 10_000_000_000L;

    private final AtomicLong last = new AtomicLong(System.nanoTime() - INTERVAL_NANOS);

    public boolean permits() {
        long now = System.nanoTime();
        long before = last.get();
        return now - before >= INTERVAL_NANOS && last.compareAndSet(before, now);
    }
}
