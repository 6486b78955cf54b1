package dev.sluice.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The bounded queue between requests and the writer. Putting never waits; taking is for one thread. */
public final class AppendQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingToDo = lock.newCondition();
    private final Queue<Append> waiting = new ArrayDeque<>();
    private final long maxBytes;
    private final int maxAppends;
    private long bytes;
    private boolean nudged;
    private boolean closed;

    public AppendQueue(long maxBytes, int maxAppends) {
        this.maxBytes = maxBytes;
        this.maxAppends = maxAppends;
    }

    public Answer offer(Append append) {
        lock.lock();
        try {
            if (closed) {
                return Answer.CLOSED;
            }
            // A single request above the bound is taken by an empty queue, else it could never be stored.
            if (!waiting.isEmpty() && (bytes + append.bytes() > maxBytes || waiting.size() >= maxAppends)) {
                return Answer.FULL;
            }
            waiting.add(append);
            bytes += append.bytes();
            if (waiting.size() == 1) {
                somethingToDo.signal();
            }
            return Answer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the current or next {@link #take} return, even without an append. */
    public void nudge() {
        lock.lock();
        try {
            nudged = true;
            somethingToDo.signal();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is taken in; what waits can still be taken out. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            somethingToDo.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What waits, oldest first, up to that many bytes but at least one; nothing after the time, a nudge or a close.
     *
     * @param nanos how long to wait at most
     */
    public List<Append> take(long groupBytes, long nanos) {
        List<Append> group = new ArrayList<>();
        lock.lock();
        try {
            long left = nanos;
            while (waiting.isEmpty() && !nudged && !closed && left > 0) {
                try {
                    left = somethingToDo.awaitNanos(left);
                } catch (InterruptedException e) {
                    // Nobody has a reason to interrupt the writer; it ends by close(), when all that waits is stored.
                }
            }
            nudged = false;
            long taken = 0;
            for (Append next = waiting.peek();
                    next != null && (group.isEmpty() || taken + next.bytes() <= groupBytes);
                    next = waiting.peek()) {
                group.add(waiting.remove());
                taken += next.bytes();
            }
            bytes -= taken;
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is closed and nothing waits any more. */
    public boolean isFinished() {
        lock.lock();
        try {
            return closed && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    public enum Answer {
        TAKEN,
        FULL,
        CLOSED
    }

    /** One call of {@link Spool#append}: stored as a whole or not at all. */
    public record Append(List<Frame> frames, long bytes, CompletableFuture<Void> result) {}
}
