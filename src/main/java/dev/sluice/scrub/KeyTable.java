package dev.sluice.scrub;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the keys met so far, found by the hash that the walk computes on its way over a key. Events repeat a few
 * hundred keys; a key that is not there is classified anew and takes the place of another. Belongs to one thread.
 */
final class KeyTable {
    private static final int SLOTS = 2048;
    private static final int LONGEST_KEPT = 128;

    private final int[] hashes = new int[SLOTS];
    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final @Nullable KeyRule[] rules = new KeyRule[SLOTS];

    /** One step of the hash; it starts at 0. */
    static int step(int hash, byte b) {
        return hash * 31 + b;
    }

    /** The rule of a key that contains no escapes. */
    KeyRule rule(byte[] b, int from, int to, int hash) {
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        byte[] key = keys[slot];
        KeyRule rule = rules[slot];
        if (rule != null && key != null && hashes[slot] == hash && Arrays.equals(key, 0, key.length, b, from, to)) {
            return rule;
        }
        rule = KeyRules.of(new String(b, from, to - from, StandardCharsets.UTF_8));
        if (to - from <= LONGEST_KEPT) {
            hashes[slot] = hash;
            keys[slot] = Arrays.copyOfRange(b, from, to);
            rules[slot] = rule;
        }
        return rule;
    }

    KeyRule rule(byte[] b, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = step(hash, b[i]);
        }
        return rule(b, from, to, hash);
    }
}
