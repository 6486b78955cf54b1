package dev.sluice.scrub.text;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words and what they stand for, as bits; looked up by their bytes in a text, in any case. Built once, then only read.
 * Upper and lower case are one bit apart in ASCII and in the second byte of Latin 1; all bytes are compared without that
 * bit, which is right for those and near enough for the rest.
 */
public final class WordTable {
    private static final int LONGEST = 32;
    private static final int SHAPES = 1 << 13;
    private static final long CASE = 0x2020202020202020L;

    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    private record Entry(int hash, int length, long[] words, int meaning) {}

    private final @Nullable Entry[] entries;
    private final int last;
    /** A bit for each first byte, last byte and length of a word in the table, mixed: most words of a text have none. */
    private final long[] shapes = new long[SHAPES >>> 6];

    private WordTable(Map<String, Integer> meanings) {
        int slots = Integer.highestOneBit(Math.max(8, meanings.size() * 3)) << 1;
        entries = new Entry[slots];
        last = slots - 1;
        meanings.forEach((word, meaning) -> put(word.getBytes(StandardCharsets.UTF_8), meaning));
    }

    /** Collects words; one that is named several times has all the meanings. */
    public static final class Builder {
        private final Map<String, Integer> meanings = new HashMap<>();

        /** @param words separated by spaces, each of at most 32 bytes */
        public Builder add(int meaning, String words) {
            for (String word : words.trim().split("\\s+", -1)) {
                add(word.toLowerCase(Locale.ROOT), meaning);
                if (!isAscii(word)) {
                    // Beyond Latin 1 the cases are not one bit apart.
                    add(word.toUpperCase(Locale.ROOT), meaning);
                    add(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1), meaning);
                }
            }
            return this;
        }

        private void add(String word, int meaning) {
            meanings.merge(word, meaning, (a, b) -> a | b);
        }

        private static boolean isAscii(String word) {
            return word.chars().allMatch(c -> c < 0x80);
        }

        public WordTable build() {
            return new WordTable(meanings);
        }
    }

    private void put(byte[] b, int meaning) {
        long[] words = new long[(b.length + 7) >>> 3];
        for (int i = 0; i < words.length; i++) {
            words[i] = folded(b, i * 8, b.length);
        }
        int shape = shape(b, 0, b.length);
        shapes[shape >>> 6] |= 1L << shape;
        int hash = hash(b, 0, b.length);
        int slot = hash & last;
        while (entries[slot] != null) {
            slot = (slot + 1) & last;
        }
        entries[slot] = new Entry(hash, b.length, words, meaning);
    }

    /** What the word {@code [from, to)} stands for; 0 if it is not in the table. */
    public int of(byte[] b, int from, int to) {
        int length = to - from;
        if (length <= 0 || length > LONGEST) {
            return 0;
        }
        int shape = shape(b, from, to);
        if ((shapes[shape >>> 6] >>> shape & 1) == 0) {
            return 0;
        }
        int hash = hash(b, from, to);
        int slot = hash & last;
        Entry entry = entries[slot];
        while (entry != null) {
            if (entry.hash == hash && entry.length == length && isSame(entry, b, from, to)) {
                return entry.meaning;
            }
            slot = (slot + 1) & last;
            entry = entries[slot];
        }
        return 0;
    }

    private static boolean isSame(Entry entry, byte[] b, int from, int to) {
        for (int i = 0; i < entry.words.length; i++) {
            if (entry.words[i] != folded(b, from + i * 8, to)) {
                return false;
            }
        }
        return true;
    }

    private static int shape(byte[] b, int from, int to) {
        int first = (b[from] | 0x20) & 0xff;
        int end = (b[to - 1] | 0x20) & 0xff;
        return (first + end * 37 + (to - from) * 911) & SHAPES - 1;
    }

    private static int hash(byte[] b, int from, int to) {
        long steps = 0;
        for (int i = from; i < to; i += 8) {
            steps = Words.step(steps, folded(b, i, to));
        }
        return Words.hash(steps, to - from);
    }

    private static long folded(byte[] b, int i, int to) {
        long word = Words.upTo(b, i, to) | CASE;
        return to - i >= 8 ? word : Words.lowest(word, to - i);
    }
}
