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

    /** A key in words of eight bytes, the last one filled up with 0. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    private record Entry(int hash, int length, long[] words, KeyRule rule) {
        private static Entry of(byte[] b, int from, int to, int hash, KeyRule rule) {
            long[] words = new long[(to - from + 7) >>> 3];
            for (int i = 0; i < words.length; i++) {
                words[i] = Words.upTo(b, from + i * 8, to);
            }
            return new Entry(hash, to - from, words, rule);
        }

        private boolean is(byte[] b, int from, int to, int hash) {
            if (this.hash != hash || length != to - from) {
                return false;
            }
            for (int i = 0; i < words.length; i++) {
                if (words[i] != Words.upTo(b, from + i * 8, to)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Projects that say the same about keys share their entries; a reload leaves tables behind that nobody asks for. */
    private final Map<KeyNames, @Nullable Entry[]> tables = new HashMap<>();

    private KeyNames names = KeyNames.NONE;
    private @Nullable Entry[] entries = new Entry[SLOTS];
    private int next;

    KeyTable() {
        tables.put(names, entries);
    }

    /** From here on keys mean what these names say, and what is built in. */
    void use(KeyNames wanted) {
        if (wanted == names || wanted.equals(names)) {
            return;
        }
        if (tables.size() > MOST_TABLES) {
            tables.clear();
        }
        names = wanted;
        entries = tables.computeIfAbsent(wanted, _ -> new Entry[SLOTS]);
    }

    /** Whether a key may have a meaning; false spares the look-up. */
    boolean mayMeanSomething(byte[] b, int from, int to) {
        return !names.isEmpty() || KeyWords.mayMeanSomething(b, from, to);
    }

    /** The rule of a key that contains no escapes. */
    KeyRule rule(byte[] b, int from, int to) {
        return rule(b, from, to, Words.hash(b, from, to));
    }

    /** The same for a key whose {@link Words#hash} is known. */
    KeyRule rule(byte[] b, int from, int to, int hash) {
        for (int place = 0; place < PLACES; place++) {
            int slot = (hash + place) & (SLOTS - 1);
            Entry entry = entries[slot];
            if (entry == null) {
                return classified(b, from, to, hash, slot);
            }
            if (entry.is(b, from, to, hash)) {
                return entry.rule;
            }
        }
        next = (next + 1) % PLACES;
        return classified(b, from, to, hash, (hash + next) & (SLOTS - 1));
    }

    private KeyRule classified(byte[] b, int from, int to, int hash, int slot) {
        String key = new String(b, from, to - from, StandardCharsets.UTF_8);
        KeyRule rule = KeyRules.of(key);
        if (!names.isEmpty()) {
            rule = rule.under(names, key, names.patterns().areIn(b, from, to));
        }
        if (to - from <= LONGEST_KEPT) {
            entries[slot] = Entry.of(b, from, to, hash, rule);
        }
        return rule;
    }
}
