package dev.sluice.scrub;

import java.util.function.LongSupplier;

/**
 * What one document may cost. The clock is read every few kilobytes of strings, because that is what takes time; every
 * detector is linear, so that a single string cannot take much longer than its length allows. Belongs to one thread.
 */
final class Budget {
    /** Bytes of strings between two looks at the clock; each string counts as some more. */
    private static final int BYTES_BETWEEN_LOOKS = 64 << 10;

    private static final int COST_OF_STRING = 64;

    private final ScrubLimits limits;
    private final LongSupplier nanoTime;
    private long end;
    private int untilLook;

    Budget(ScrubLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** Starts a document of this length. */
    void begin(int length) throws ScrubFailedException {
        if (length > limits.maxBytes()) {
            throw new ScrubFailedException("it is longer than " + limits.maxBytes() + " bytes");
        }
        end = nanoTime.getAsLong() + limits.maxNanos();
        untilLook = BYTES_BETWEEN_LOOKS;
    }

    /** Pays for a string of this length, before it is searched. */
    void spend(int length) throws ScrubFailedException {
        untilLook -= length + COST_OF_STRING;
        if (untilLook < 0) {
            untilLook = BYTES_BETWEEN_LOOKS;
            if (nanoTime.getAsLong() - end > 0) {
                throw new ScrubFailedException(
                        "searching it took longer than " + limits.maxNanos() / 1_000_000 + " ms");
            }
        }
    }
}
