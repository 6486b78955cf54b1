package dev.sluice.capture;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that bodies in flight may take together, in bytes. What does not fit is refused, never queued. Thread-safe. */
public final class BodyBudget {
    private final AtomicLong free;

    public BodyBudget(long bytes) {
        free = new AtomicLong(bytes);
    }

    /** A quarter of the heap: a body costs about three times its size on its way to the spool. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    public boolean tryReserve(long bytes) {
        long before = free.get();
        while (before >= bytes) {
            if (free.compareAndSet(before, before - bytes)) {
                return true;
            }
            before = free.get();
        }
        return false;
    }

    public void release(long bytes) {
        free.addAndGet(bytes);
    }

    public long free() {
        return free.get();
    }
}
