package dev.sluice.delivery;

import java.util.concurrent.TimeUnit;

/**
 * How many requests of one project may be under way: grows by one for each round of answers in which all places were taken
 * and that took about as long as the best did (doubling at first, and after it was down to one), goes down to three quarters when rounds take
 * twice as long, and to one half when the upstream asks for less or fails (additive increase, multiplicative decrease, as TCP
 * and Vector's adaptive concurrency do it). Rounds in which places stayed free say nothing and change nothing. Not thread-safe.
 */
final class InFlightLimit {
    static final int FIRST = 4;

    /** Answers that are this much slower are still the noise of a machine, not a queue upstream. */
    private static final long NOISE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final int most;
    private int limit;
    private boolean shrunkBefore;
    private boolean reached;
    private boolean failed;
    private int answers;
    private long sumNanos;
    private long bestNanos;

    /** @param most from 1 */
    InFlightLimit(int most) {
        this.most = most;
        this.limit = Math.min(FIRST, most);
    }

    int limit() {
        return limit;
    }

    /** A request goes out. @param underWay with it */
    void began(int underWay) {
        reached |= underWay >= limit;
    }

    void answered(long nanos) {
        answers++;
        sumNanos += nanos;
        endRoundIfFull();
    }

    /** The upstream asked for less, answered that it is not well, or did not answer. */
    void failed() {
        answers++;
        failed = true;
        endRoundIfFull();
    }

    private void endRoundIfFull() {
        // The first failure of a round counts at once; the others of the round are echoes of the same moment.
        if (failed) {
            if (reached || answers == 1) {
                shrink(limit / 2);
            }
            beginRound();
        } else if (answers >= limit) {
            if (reached) {
                adapt(sumNanos / answers);
            }
            beginRound();
        }
    }

    private void adapt(long nanos) {
        if (bestNanos == 0 || nanos <= bestNanos) {
            bestNanos = nanos;
        }
        if (nanos > Math.max(2 * bestNanos, bestNanos + NOISE_NANOS)) {
            shrink(limit * 3 / 4);
        } else {
            limit = Math.min(most, shrunkBefore ? limit + 1 : limit * 2);
        }
        if (limit <= FIRST) {
            // So few cannot be what makes it slow: this is how fast the upstream is now.
            bestNanos += (nanos - bestNanos) / 4;
        }
    }

    private void shrink(int to) {
        limit = Math.max(1, to);
        // After an outage nothing is known any more, and a backlog waits: it doubles again.
        shrunkBefore = limit > 1;
    }

    private void beginRound() {
        answers = 0;
        sumNanos = 0;
        reached = false;
        failed = false;
    }
}
