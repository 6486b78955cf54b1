package dev.sluice.scrub;

import dev.sluice.scrub.text.Words;
import java.nio.charset.StandardCharsets;
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

    private final @Nullable KnownKey[] keys = new KnownKey[SLOTS];
    private int replaced;

    /** The rule of a key that contains no escapes. */
    KeyRule rule(byte[] b, int from, int to) {
        return key(b, from, to).rule;
    }

    KnownKey key(byte[] b, int from, int to) {
        return key(b, from, to, Words.hash(b, from, to));
    }

    /** A key whose {@link Words#hash} is known and which contains no escapes. */
    KnownKey key(byte[] b, int from, int to, int hash) {
        for (int place = 0; place < PLACES; place++) {
            int slot = (hash + place) & (SLOTS - 1);
            KnownKey key = keys[slot];
            if (key == null) {
                return classified(b, from, to, hash, slot);
            }
            if (key.is(b, from, to, hash)) {
                return key;
            }
        }
        replaced = (replaced + 1) % PLACES;
        return classified(b, from, to, hash, (hash + replaced) & (SLOTS - 1));
    }

    private KnownKey classified(byte[] b, int from, int to, int hash, int slot) {
        KeyRule rule = KeyRules.of(new String(b, from, to - from, StandardCharsets.UTF_8));
        var key = new KnownKey(b, from, to, hash, rule);
        if (to - from > LONGEST_KEPT) {
            key.forget();
            return key;
        }
        KnownKey former = keys[slot];
        if (former != null) {
            former.forget();
        }
        keys[slot] = key;
        return key;
    }
}
