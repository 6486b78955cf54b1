package dev.sluice.report;

import java.util.concurrent.atomic.LongAdder;

/** A histogram of durations with fixed borders. Recording costs one search among a dozen numbers and two additions. */
final class Latency {
    private final double[] bordersSeconds;
    private final long[] bordersNanos;
    private final LongAdder[] counts;
    private final LongAdder sumNanos = new LongAdder();

    /**
     * @param bordersSeconds upper borders, ascending; what lies above the last is counted too
     */
    Latency(double... bordersSeconds) {
        this.bordersSeconds = bordersSeconds.clone();
        bordersNanos = new long[bordersSeconds.length];
        counts = new LongAdder[bordersSeconds.length + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
            if (i < bordersNanos.length) {
                bordersNanos[i] = Math.round(bordersSeconds[i] * 1e9);
            }
        }
    }

    void record(long nanos) {
        int i = 0;
        while (i < bordersNanos.length && nanos > bordersNanos[i]) {
            i++;
        }
        counts[i].increment();
        sumNanos.add(nanos);
    }

    double[] bordersSeconds() {
        return bordersSeconds.clone();
    }

    /** For each border, and then for infinity, how many durations were not above it. */
    long[] cumulative() {
        long[] cumulative = new long[counts.length];
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            below += counts[i].sum();
            cumulative[i] = below;
        }
        return cumulative;
    }

    double sumSeconds() {
        return sumNanos.sum() / 1e9;
    }
}
