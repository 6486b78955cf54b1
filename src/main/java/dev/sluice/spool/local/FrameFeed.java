package dev.sluice.spool.local;

import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.FrameHeader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Committed frames on their way to the one reader: from memory while the reader keeps up, else from the segments. A frame is
 * in the one or the other, so none is given twice. What the reader steps over stays in the segments; a second walk fetches
 * it once it is wanted, before anything newer. {@link #publish} is for the writer, {@link #take} for the reader.
 */
final class FrameFeed {
    /** A call that is not to wait still looks for a frame so long; else it would never come past a long stretch of others. */
    private static final long LEAST_SEARCH_NANOS = 50_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Found.Whole> recent = new ArrayDeque<>();
    private final long maxRecentBytes;
    private long recentBytes;
    private long committedEnd;
    /** Whether what is published next goes to memory: there is then nothing on disk that the reader has not had. */
    private boolean live;

    private boolean closed;

    // Below: the reader's own.
    private final SteppedOver steppedOver = new SteppedOver();
    private final LogWalk front;
    private final LogWalk back;
    private Set<String> notNow = Set.of();
    private long position;
    private Found.@Nullable Whole lastFromMemory;

    /** @param firstUndone the first event at or after a given one that has no outcome yet */
    FrameFeed(
            SpoolFiles files,
            NavigableMap<Long, Segment> segments,
            LongUnaryOperator firstUndone,
            long from,
            long committedEnd,
            long maxRecentBytes) {
        this.front = new LogWalk(files, segments, new Search(firstUndone, false), from);
        this.back = new LogWalk(files, segments, new Search(firstUndone, true), from);
        this.position = from;
        this.committedEnd = committedEnd;
        this.maxRecentBytes = maxRecentBytes;
        this.live = position >= committedEnd;
    }

    void publish(List<Found.Whole> group) {
        lock.lock();
        try {
            for (Found.Whole frame : group) {
                int bytes = FrameCodec.encodedLength(frame.stored().frame());
                // A group that was committed but never came here, after a failure in between, is still in the segments:
                // handing out what follows it would let the checkpoint pass it by.
                boolean isNext = frame.stored().ordinal() == committedEnd;
                live = live && isNext && recentBytes + bytes <= maxRecentBytes;
                if (live) {
                    recent.add(frame);
                    recentBytes += bytes;
                }
                committedEnd = frame.stored().ordinal() + frame.stored().events();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next frame or lost place, or null after the time or once closed. After an {@code IOException} the next call tries
     * the same place again.
     *
     * @param without projects that are stepped over
     */
    @Nullable
    Taken take(long nanos, Set<String> without) throws IOException, InterruptedException {
        notNow = without;
        long now = System.nanoTime();
        long deadline = now + nanos;
        long searchUntil = now + Math.max(nanos, LEAST_SEARCH_NANOS);
        boolean mayWait = true;
        while (mayWait || System.nanoTime() - searchUntil < 0) {
            Found found;
            Spot behind = steppedOver.oldest(without);
            if (behind != null && !isClosed()) {
                found = readBehind(behind);
            } else {
                found = fromMemory(deadline);
                if (found == null && !isReadable()) {
                    return null;
                }
                if (found == null) {
                    found = readOn();
                }
            }
            if (found instanceof Found.Passed passed) {
                if (behind == null) {
                    FrameHeader header = passed.header();
                    steppedOver.add(header.project(), passed.spot(), header.receivedAtMillis());
                }
            } else if (found != null) {
                return new Taken(found, behind != null, steppedOver.sinceMillis());
            }
            mayWait = false;
        }
        return null;
    }

    /** Waits without reading, after a failure. */
    void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends every wait. What was not taken is read again after the next start. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A wanted frame from memory, stepping over the others; null if there is none, and something to read or no time left. */
    private Found.@Nullable Whole fromMemory(long deadline) throws IOException, InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                Found.Whole head = recent.poll();
                if (head != null) {
                    recentBytes -= FrameCodec.encodedLength(head.stored().frame());
                    position = head.stored().ordinal() + head.stored().events();
                    lastFromMemory = head;
                    String project = head.stored().frame().project();
                    if (!notNow.contains(project)) {
                        return head;
                    }
                    steppedOver.add(project, head.spot(), head.stored().frame().receivedAtMillis());
                    continue;
                }
                if (position < committedEnd) {
                    return null;
                }
                live = true;
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return null;
                }
                changed.awaitNanos(left);
            }
            front.close();
            back.close();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether what comes next is in the segments only: a group may have come to memory since the reader looked there. */
    private boolean isReadable() {
        lock.lock();
        try {
            return !closed && recent.isEmpty() && position < committedEnd;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Found readOn() throws IOException {
        try {
            Found.Whole last = lastFromMemory;
            if (last != null) {
                lastFromMemory = null;
                front.jumpTo(new Spot(position, last.segment(), last.end()));
            }
            long end = committedEnd();
            Found found = front.next(end);
            if (found == null && front.expected() < end) {
                throw new IOException("the log ends before its last committed frame");
            }
            // Without a frame all that is left is done.
            position = front.expected();
            return found;
        } catch (IOException e) {
            // Also when a thread was interrupted in the middle of a read: that closes the channel for good.
            front.close();
            throw e;
        }
    }

    private @Nullable Found readBehind(Spot from) throws IOException {
        try {
            back.jumpTo(from);
            Found found = back.next(position);
            if (found == null) {
                steppedOver.passedAll(notNow);
                back.close();
            } else {
                long since = found instanceof Found.Whole whole
                        ? whole.stored().frame().receivedAtMillis()
                        : 0;
                steppedOver.passed(notNow, back.spot(), since);
            }
            return found;
        } catch (IOException e) {
            back.close();
            throw e;
        }
    }

    private long committedEnd() {
        lock.lock();
        try {
            return committedEnd;
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param wasSteppedOver whether the reader had been past it before
     * @param steppedOverSince when the oldest event was received that is stepped over; 0 if there are none
     */
    record Taken(Found found, boolean wasSteppedOver, long steppedOverSince) {}

    private final class Search implements Wanted {
        private final LongUnaryOperator firstUndone;
        private final boolean isBehind;

        Search(LongUnaryOperator firstUndone, boolean isBehind) {
            this.firstUndone = firstUndone;
            this.isBehind = isBehind;
        }

        @Override
        public long from(long ordinal) {
            return firstUndone.applyAsLong(ordinal);
        }

        @Override
        public boolean wants(FrameHeader header) {
            return !notNow.contains(header.project()) && (!isBehind || steppedOver.has(header));
        }
    }
}
