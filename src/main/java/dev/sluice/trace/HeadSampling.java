package dev.sluice.trace;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which traces are recorded: a share of all, chosen by a keyed hash (SipHash-2-4) of the trace's id. Replicas that share the key
 * choose the same ones. A sender can keep its trace from being recorded, but not have it recorded: neither by a flag, nor by
 * choosing an id, since nobody without the key can tell which ids are chosen. Thread-safe.
 */
public final class HeadSampling {
    private static final int KEY_BYTES = 16;
    private static final double STEPS = 0x1p63;

    private final long firstKey;
    private final long secondKey;
    private final boolean isAll;
    /** Of hashes with the sign taken off. */
    private final long limit;

    private final long ownOrganisation;

    /**
     * @param key at least 16 bytes, the same on all replicas
     * @param rate share of traces to record, 0 to 1
     * @param ownOrganisation at Sentry, 0 if not known: traces of others are not continued
     */
    public HeadSampling(byte[] key, double rate, long ownOrganisation) {
        if (key.length < KEY_BYTES) {
            throw new IllegalArgumentException("the key of the sampling takes at least " + KEY_BYTES + " bytes");
        }
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("a sampling rate is from 0 to 1");
        }
        ByteBuffer words = ByteBuffer.wrap(key);
        firstKey = words.getLong();
        secondKey = words.getLong();
        isAll = rate == 1;
        limit = (long) (rate * STEPS);
        this.ownOrganisation = ownOrganisation;
    }

    /** The trace to go on with, with the decision on it; null where a new one is to be begun. */
    @Nullable
    TraceContext continued(TraceHeaders headers) {
        TraceContext given = headers.context();
        boolean isForeign =
                ownOrganisation != 0 && headers.organisation() != 0 && headers.organisation() != ownOrganisation;
        if (given == null || isForeign) {
            return null;
        }
        return given.asSampled(given.sampled() && isChosen(given.traceHigh(), given.traceLow()));
    }

    /** Whether the trace of that id is recorded, as far as it is up to us. */
    boolean isChosen(long traceHigh, long traceLow) {
        return isAll || (hash(traceHigh, traceLow) & Long.MAX_VALUE) < limit;
    }

    private long hash(long high, long low) {
        long v0 = firstKey ^ 0x736f6d6570736575L;
        long v1 = secondKey ^ 0x646f72616e646f6dL;
        long v2 = firstKey ^ 0x6c7967656e657261L;
        long v3 = secondKey ^ 0x7465646279746573L;
        // Two words of message, then the word that ends one of 16 bytes, then the four rounds of the finish.
        for (int word = 0; word < 4; word++) {
            long message = switch (word) {
                case 0 -> high;
                case 1 -> low;
                case 2 -> 16L << 56;
                default -> 0;
            };
            int rounds = 2;
            if (word == 3) {
                v2 ^= 0xff;
                rounds = 4;
            } else {
                v3 ^= message;
            }
            for (int i = 0; i < rounds; i++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= message;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
