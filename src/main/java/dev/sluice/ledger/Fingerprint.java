package dev.sluice.ledger;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * 64 bits that stand for a uuid. Keyed with a secret of the data directory, so that nobody who chooses uuids can choose
 * their fingerprints, and evenly spread, which the search in a sorted file relies on. Among ten million events a uuid that
 * was never seen finds a stranger's entry with a probability of 10^7 / 2^64, below 10^-12.
 */
final class Fingerprint {
    static final int KEY_BYTES = 16;

    private final long first;
    private final long second;

    Fingerprint(byte[] key) {
        ByteBuffer bytes = ByteBuffer.wrap(key);
        first = bytes.getLong();
        second = bytes.getLong();
    }

    long of(UUID uuid) {
        long half = mix(uuid.getMostSignificantBits() ^ first);
        return mix(half + uuid.getLeastSignificantBits() ^ second);
    }

    /** The finalizer of MurmurHash3: every bit of the input changes every bit of the output half of the time. */
    private static long mix(long value) {
        long h = value;
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        h *= 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
