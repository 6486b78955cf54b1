package dev.sluice.limit;

/**
 * A token bucket that several replicas keep together. Each replica fills its own copy at the full rate, takes out what it
 * lets through, and hears now and then what the others have let through, which it takes out as well. A request is let
 * through while there is at least one token, and may leave a debt: so a large batch is not turned away for ever, and what
 * was let through beyond the bound, because the others had not been heard, is made up for. Thread-safe; every method is
 * given the rate that holds at the moment.
 *
 * <p>What others let through is told as a sum for the time since the last exchange. As much of it as this copy could not
 * take up meanwhile, being full, was theirs to use and is no debt.
 */
final class Bucket {
    private static final double NANOS = 1e9;
    private static final long UNKNOWN = -1;

    private boolean started;
    private double level;
    /** Tokens that came while it was full, since the last exchange. */
    private double spilt;

    private long atNanos;
    /** Let through here and not told the others yet. */
    private long untold;

    private long total = UNKNOWN;
    private boolean queued;

    /**
     * Lets that many events through, or none of them.
     *
     * @return seconds until it is worth trying again; 0 if they may pass
     */
    synchronized double take(int events, Rate rate, long nowNanos) {
        if (rate.isNone()) {
            return Double.POSITIVE_INFINITY;
        }
        fill(rate, nowNanos);
        if (level < 1) {
            return (1 - level) / rate.perSecond();
        }
        level -= events;
        untold += events;
        return 0;
    }

    /** Undoes a {@link #take}. */
    synchronized void giveBack(int events) {
        level += events;
        untold -= events;
    }

    /** Whether enough was let through that the others should hear of it; true once until the next {@link #tell}. */
    synchronized boolean isDue(double atLeast) {
        if (queued || untold < atLeast) {
            return false;
        }
        queued = true;
        return true;
    }

    /** What was let through here since the last call; to be followed by {@link #heard} or {@link #failed}. */
    synchronized long tell() {
        long told = Math.max(0, untold);
        untold -= told;
        queued = false;
        return told;
    }

    /**
     * The others' answer to {@link #tell}.
     *
     * @param told what was told
     * @param now what all replicas together have told, this one included
     */
    synchronized void heard(long told, long now, Rate rate, long nowNanos) {
        if (rate.isUnlimited() || rate.isNone()) {
            total = now;
            return;
        }
        fill(rate, nowNanos);
        long others = 0;
        if (total != UNKNOWN) {
            // A sum that has become smaller was forgotten in between and began anew.
            others = now - told >= total ? now - told - total : Math.max(0, now - told);
        }
        total = now;
        level -= Math.max(0, others - spilt);
        spilt = 0;
    }

    /** Nobody knows whether the others have heard: what they say next must not be taken for theirs alone. */
    synchronized void failed() {
        total = UNKNOWN;
    }

    private void fill(Rate rate, long nowNanos) {
        if (!started) {
            started = true;
            level = rate.burst();
        } else {
            double full = level + Math.max(0, nowNanos - atNanos) / NANOS * rate.perSecond();
            level = Math.min(rate.burst(), full);
            spilt += full - level;
        }
        atNanos = nowNanos;
    }
}
