package dev.sluice.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The memory of frames that were read and are not done, and how it is shared out. A project may hold as much as is still
 * free (the "dynamic threshold" of switches with one shared buffer: Choudhury and Hahne, 1998): alone it gets half of all,
 * and however many fill their shares, each of them leaves as much as it has. A project whose upstream is not well leaves a
 * quarter of all on top, for those that are delivered. Thread-safe.
 */
final class HeldMemory {
    private final long most;
    private final Map<String, Long> byProject = new HashMap<>();
    private long held;

    /** @param most bytes; one more frame may be held beyond it */
    HeldMemory(long most) {
        this.most = most;
    }

    synchronized void hold(String project, long bytes) {
        held += bytes;
        byProject.merge(project, bytes, Long::sum);
    }

    synchronized void release(String project, long bytes) {
        held -= bytes;
        byProject.computeIfPresent(project, (_, before) -> before == bytes ? null : before - bytes);
        notifyAll();
    }

    synchronized long held() {
        return held;
    }

    synchronized boolean isFull() {
        return held >= most;
    }

    /** Waits for memory; false when there is none after that time. */
    synchronized boolean await(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0 && held >= most; left = end - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
        return held < most;
    }

    /**
     * The projects that hold their share already.
     *
     * @param heldUp the projects whose events cannot be delivered now; asked without a lock, and only when it matters
     */
    Set<String> withoutRoom(Supplier<Set<String>> heldUp) {
        Set<String> without = new HashSet<>();
        Set<String> unlessWell = new HashSet<>();
        boolean noneForOthers;
        synchronized (this) {
            long free = most - held;
            long freeForOthers = free - most / 4;
            noneForOthers = freeForOthers <= 0;
            for (Map.Entry<String, Long> each : byProject.entrySet()) {
                if (each.getValue() >= free) {
                    without.add(each.getKey());
                } else if (each.getValue() >= freeForOthers) {
                    unlessWell.add(each.getKey());
                }
            }
        }
        if (noneForOthers) {
            without.addAll(heldUp.get());
        } else if (!unlessWell.isEmpty()) {
            unlessWell.retainAll(heldUp.get());
            without.addAll(unlessWell);
        }
        return without;
    }
}
