package dev.sluice.scrub;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the keys met so far. Events repeat a few hundred keys; a key that is not there is classified anew and, where
 * all its places are taken, takes the place of another. Belongs to one thread.
 */
final class KeyTable {
    private static final int SLOTS = 4096;
    /** Places that a key may have, one after the other. */
    private static final int PLACES = 8;

    private static final int LONGEST_KEPT = 128;

    private final int[] hashes = new int[SLOTS];
    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final @Nullable KeyRule[] rules = new KeyRule[SLOTS];
    private int next;

    /** The rule of a key that contains no escapes. */
    KeyRule rule(byte[] b, int from, int to) {
        int hash = Words.hash(b, from, to);
        for (int place = 0; place < PLACES; place++) {
            int slot = hash + place & SLOTS - 1;
            KeyRule rule = rules[slot];
            if (rule == null) {
                return classified(b, from, to, hash, slot);
            }
            if (hashes[slot] == hash && isKey(slot, b, from, to)) {
                return rule;
            }
        }
        next = (next + 1) % PLACES;
        return classified(b, from, to, hash, hash + next & SLOTS - 1);
    }

    private KeyRule classified(byte[] b, int from, int to, int hash, int slot) {
        KeyRule rule = KeyRules.of(new String(b, from, to - from, StandardCharsets.UTF_8));
        if (to - from <= LONGEST_KEPT) {
            hashes[slot] = hash;
            keys[slot] = Arrays.copyOfRange(b, from, to);
            rules[slot] = rule;
        }
        return rule;
    }

    private boolean isKey(int slot, byte[] b, int from, int to) {
        byte[] key = keys[slot];
        return key != null && Arrays.equals(key, 0, key.length, b, from, to);
    }
}
