package dev.sluice.scrub;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the keys met so far. Events repeat a few hundred keys; a key that is not there is classified anew and takes
 * the place of another. Belongs to one thread.
 */
final class KeyTable {
    private static final int SLOTS = 4096;
    private static final int LONGEST_KEPT = 128;

    private final int[] hashes = new int[SLOTS];
    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final @Nullable KeyRule[] rules = new KeyRule[SLOTS];

    /** The rule of a key that contains no escapes. */
    KeyRule rule(byte[] b, int from, int to) {
        int hash = Words.hash(b, from, to);
        int first = hash & SLOTS - 1;
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
        if (hashes[slot] != hash) {
            return null;
        }
        byte[] key = keys[slot];
        return key != null && Arrays.equals(key, 0, key.length, b, from, to) ? rules[slot] : null;
    }

    private void keep(int slot, int elsewhere) {
        hashes[elsewhere] = hashes[slot];
        keys[elsewhere] = keys[slot];
        rules[elsewhere] = rules[slot];
    }
}
