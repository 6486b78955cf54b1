package dev.sluice.scrub;

import dev.sluice.scrub.policy.KeyNames;
import dev.sluice.scrub.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
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
    private static final int MOST_TABLES = 64;

    /** Projects that say the same about keys share their keys; a reload leaves tables behind that nobody asks for. */
    private final Map<KeyNames, @Nullable KnownKey[]> tables = new HashMap<>();

    private KeyNames names = KeyNames.NONE;
    private @Nullable KnownKey[] known = new KnownKey[SLOTS];
    private int replaced;

    KeyTable() {
        tables.put(names, known);
    }

    /** From here on keys mean what these names say, and what is built in. Answers whether they meant something else before. */
    boolean use(KeyNames wanted) {
        if (wanted == names) {
            return false;
        }
        if (wanted.equals(names)) {
            names = wanted;
            return false;
        }
        if (tables.size() > MOST_TABLES) {
            tables.clear();
        }
        names = wanted;
        known = tables.computeIfAbsent(wanted, _ -> new KnownKey[SLOTS]);
        return true;
    }

    /** Whether a key may have a meaning; false spares the look-up. */
    boolean mayMeanSomething(byte[] b, int from, int to) {
        return !names.isEmpty() || KeyWords.mayMeanSomething(b, from, to);
    }

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
            KnownKey key = known[slot];
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
        String name = new String(b, from, to - from, StandardCharsets.UTF_8);
        KeyRule rule = KeyRules.of(name);
        if (!names.isEmpty()) {
            rule = rule.under(names, name, names.patterns().areIn(b, from, to));
        }
        var key = new KnownKey(b, from, to, hash, rule);
        if (to - from > LONGEST_KEPT) {
            key.forget();
            return key;
        }
        KnownKey former = known[slot];
        if (former != null) {
            former.forget();
        }
        known[slot] = key;
        return key;
    }
}
