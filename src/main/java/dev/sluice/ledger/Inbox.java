package dev.sluice.ledger;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What is told waits here for the ledger's thread, four numbers a message. Putting never waits; beyond the bound a message
 * is dropped and counted, because an event must not wait for its own story. Thread-safe.
 */
final class Inbox {
    static final int LONGS = 4;

    private static final int FIRST_MESSAGES = 512;
    /** From here on the thread is woken before its time. */
    private static final int MANY = 1 << 14;

    private final int most;
    private long[] messages = new long[FIRST_MESSAGES * LONGS];
    private int used;
    private long dropped;
    private boolean closed;

    Inbox(int most) {
        this.most = most;
    }

    synchronized void put(long fingerprint, long receivedAtMillis, long word, long request) {
        if (used >= most * LONGS || closed) {
            dropped++;
            return;
        }
        if (used == messages.length) {
            messages = Arrays.copyOf(messages, Math.min(most * LONGS, used * 2));
        }
        messages[used] = fingerprint;
        messages[used + 1] = receivedAtMillis;
        messages[used + 2] = word;
        messages[used + 3] = request;
        used += LONGS;
        if (used == MANY * LONGS) {
            notifyAll();
        }
    }

    /** Everything that waits, in the order in which it was put. */
    synchronized long[] take() {
        if (used == 0) {
            return new long[0];
        }
        long[] all = used == messages.length ? messages : Arrays.copyOf(messages, used);
        // A burst's room is given back with it.
        if (all == messages || messages.length > MANY * LONGS) {
            messages = new long[FIRST_MESSAGES * LONGS];
        }
        used = 0;
        return all;
    }

    /** Waits until many are there, the time is over or it is closed; false once it is closed. */
    synchronized boolean await(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime();
                left > 0 && used < MANY * LONGS && !closed;
                left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !closed;
    }

    synchronized long dropped() {
        return dropped;
    }

    synchronized void lost(long messages) {
        dropped += messages;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
