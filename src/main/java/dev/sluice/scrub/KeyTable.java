package dev.sluice.scrub;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the keys met so far, found by the hash that the walk computes on its way over a key. Events repeat a few
 * hundred keys; a key that is not there is classified anew and takes the place of another. Belongs to one thread.
 */
final class KeyTable {
    private static final int SLOTS = 4096;
    private static final int SPREAD = 0x9e3779b9;
    private static final int SHIFT = 32 - 12;
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
        int first = (hash * SPREAD) >>> SHIFT;
        KeyRule rule = known(first, b, from, to, hash);
        if (rule != null) {
            return rule;
        }
        int second = first ^ 1;
        rule = known(second, b, from, to, hash);
        if (rule != null) {
            return rule;
        }
        rule = KeyRules.of(new String(b, from, to - from, StandardCharsets.UTF_8));
        if (to - from <= LONGEST_KEPT) {
            // The older of the two makes room.
            keep(first, second);
            hashes[first] = hash;
            keys[first] = Arrays.copyOfRange(b, from, to);
            rules[first] = rule;
        }
        return rule;
    }

    private @Nullable KeyRule known(int slot, byte[] b, int from, int to, int hash) {
        byte[] key = keys[slot];
        boolean same = key != null && hashes[slot] == hash && Arrays.equals(key, 0, key.length, b, from, to);
        return same ? rules[slot] : null;
    }

    private void keep(int slot, int elsewhere) {
        hashes[elsewhere] = hashes[slot];
        keys[elsewhere] = keys[slot];
        rules[elsewhere] = rules[slot];
    }

    KeyRule rule(byte[] b, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = step(hash, b[i]);
        }
        return rule(b, from, to, hash);
    }
}
