package dev.sluice.spool.local;

import dev.sluice.spool.FrameCodec;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Committed frames on their way to the one reader: from memory while the reader keeps up, else from the segments. A frame is
 * in the one or the other, so none is given twice. {@link #publish} is for the writer, {@link #take} for the reader.
 */
final class FrameFeed {
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
    private final LogWalk walk;
    private long position;
    private Found.@Nullable Whole lastFromMemory;

    FrameFeed(LogWalk walk, long committedEnd, long maxRecentBytes) {
        this.walk = walk;
        this.position = walk.expected();
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
     */
    @Nullable
    Found take(long nanos) throws IOException, InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (true) {
                if (closed) {
                    walk.close();
                    return null;
                }
                Found.Whole head = recent.poll();
                if (head != null) {
                    recentBytes -= FrameCodec.encodedLength(head.stored().frame());
                    position = head.stored().ordinal() + head.stored().events();
                    lastFromMemory = head;
                    return head;
                }
                if (position < committedEnd) {
                    break;
                }
                live = true;
                if (left <= 0) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        return read();
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

    private Found read() throws IOException {
        try {
            Found.Whole last = lastFromMemory;
            if (last != null) {
                lastFromMemory = null;
                walk.skipTo(last.segment(), last.end(), position);
            }
            Found found = walk.next();
            if (found == null) {
                throw new IOException("the log ends before its last committed frame");
            }
            position = walk.expected();
            return found;
        } catch (IOException e) {
            // Also when a thread was interrupted in the middle of a read: that closes the channel for good.
            walk.close();
            throw e;
        }
    }
}
