package dev.sluice.trace;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many traces one process records in a second at most, whatever the share. A tenth of a burst would cost more than the burst,
 * and more than anybody pays Sentry for; what a trace tells is known after the first hundred of them. Thread-safe.
 */
final class TraceCeiling {
    static final int PER_SECOND = 100;

    private static final int COUNT_BITS = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final LongSupplier nanoTime;
    /** The second, and how many were taken in it. */
    private final AtomicLong state = new AtomicLong(Long.MIN_VALUE);

    /** @param nanoTime as {@link System#nanoTime} */
    TraceCeiling(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether one more may be recorded; if so it is counted. */
    boolean take() {
        long second = Math.floorDiv(nanoTime.getAsLong(), NANOS_PER_SECOND);
        long fresh = second << COUNT_BITS;
        while (true) {
            long seen = state.get();
            long next = seen >> COUNT_BITS == second ? seen + 1 : fresh + 1;
            if ((next & (1L << COUNT_BITS) - 1) > PER_SECOND) {
                return false;
            }
            if (state.compareAndSet(seen, next)) {
                return true;
            }
        }
    }
}
