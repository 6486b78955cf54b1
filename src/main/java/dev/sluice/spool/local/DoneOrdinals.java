package dev.sluice.spool.local;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which events have their outcome: all below the mark, and those of a bitmap beyond it. The bitmap costs at most one bit for
 * each event between the mark and the last one that is done, so 5 million of them 625 KB, however they are scattered, and
 * stretches that are done as a whole cost nothing. Not thread-safe.
 */
final class DoneOrdinals {
    /** Events in one piece of the bitmap. */
    static final int CHUNK = 1 << 16;

    private static final int WORDS = CHUNK / Long.SIZE;
    private static final int BITMAP_BYTES = CHUNK / Byte.SIZE;
    /** A run is two numbers below 2^16. Above this a bitmap is shorter. */
    private static final int MAX_RUNS = BITMAP_BYTES / 4;

    private static final byte FULL = 1;
    private static final byte RUNS = 2;
    private static final byte BITMAP = 3;

    // The array of a chunk that is done as a whole is empty.
    private final TreeMap<Long, long[]> chunks;
    private long mark;

    DoneOrdinals(long mark) {
        this(mark, new TreeMap<>());
    }

    private DoneOrdinals(long mark, TreeMap<Long, long[]> chunks) {
        this.mark = mark;
        this.chunks = chunks;
    }

    DoneOrdinals copy() {
        TreeMap<Long, long[]> copies = new TreeMap<>();
        chunks.forEach((index, words) -> copies.put(index, words.length == 0 ? words : words.clone()));
        return new DoneOrdinals(mark, copies);
    }

    /** Every event before it is done. */
    long mark() {
        return mark;
    }

    /** One past the last event that is done. */
    long end() {
        Map.Entry<Long, long[]> last = chunks.lastEntry();
        if (last == null) {
            return mark;
        }
        long[] words = last.getValue();
        int bit = words.length == 0 ? CHUNK : BitSet.valueOf(words).length();
        return Math.max(mark, last.getKey() * CHUNK + bit);
    }

    /** @return whether the mark moved */
    boolean add(long from, long to) {
        for (long at = Math.max(from, mark); at < to; ) {
            long index = at / CHUNK;
            long end = Math.min(to, (index + 1) * CHUNK);
            set(index, (int) (at % CHUNK), (int) (end - index * CHUNK));
            at = end;
        }
        long next = firstUndone(mark);
        boolean moved = next > mark;
        mark = next;
        chunks.headMap(mark / CHUNK, false).clear();
        return moved;
    }

    /** @return how many of them were not done before */
    long finish(long from, long to) {
        long events = 0;
        for (long at = firstUndone(from); at < to; at = firstUndone(at)) {
            long end = firstDone(at, to);
            events += end - at;
            add(at, end);
        }
        return events;
    }

    /** The first event at or after that one which is not done. */
    long firstUndone(long from) {
        long at = Math.max(from, mark);
        while (true) {
            long[] words = chunks.get(at / CHUNK);
            if (words == null) {
                return at;
            }
            int bit = words.length == 0 ? CHUNK : nextClear(words, (int) (at % CHUNK));
            if (bit < CHUNK) {
                return at - at % CHUNK + bit;
            }
            at = (at / CHUNK + 1) * CHUNK;
        }
    }

    /** The first event at or after that one which is done, or {@code limit} if there is none before it. */
    long firstDone(long from, long limit) {
        if (from < mark) {
            return from;
        }
        for (long at = from; at < limit; ) {
            Map.Entry<Long, long[]> entry = chunks.ceilingEntry(at / CHUNK);
            if (entry == null) {
                return limit;
            }
            long start = entry.getKey() * CHUNK;
            int bit = (int) (Math.max(at, start) - start);
            int found = entry.getValue().length == 0 ? bit : nextSet(entry.getValue(), bit);
            if (found < CHUNK) {
                return Math.min(limit, start + found);
            }
            at = start + CHUNK;
        }
        return limit;
    }

    /** Bytes that {@link #encode} writes. */
    int encodedLength() {
        int length = 4;
        for (long[] words : chunks.values()) {
            int runs = words.length == 0 ? 0 : runs(words);
            length += 9 + (words.length == 0 ? 0 : runs > MAX_RUNS ? BITMAP_BYTES : 4 + 4 * runs);
        }
        return length;
    }

    /** Writes what is done beyond the mark; {@code docs/spool-format.md} has the layout. */
    void encode(ByteBuffer out) {
        out.putInt(chunks.size());
        chunks.forEach((index, words) -> {
            out.putLong(index);
            if (words.length == 0) {
                out.put(FULL);
                return;
            }
            int runs = runs(words);
            if (runs > MAX_RUNS) {
                out.put(BITMAP);
                for (long word : words) {
                    out.putLong(word);
                }
                return;
            }
            out.put(RUNS).putInt(runs);
            for (int from = nextSet(words, 0); from < CHUNK; ) {
                int end = nextClear(words, from);
                out.putShort((short) from).putShort((short) (end - 1));
                from = nextSet(words, end);
            }
        });
    }

    /** @throws IllegalArgumentException if it is none */
    static DoneOrdinals decode(long mark, ByteBuffer in) {
        DoneOrdinals done = new DoneOrdinals(mark);
        for (int left = in.getInt(); left > 0; left--) {
            long index = in.getLong();
            switch (in.get()) {
                case FULL -> done.chunks.put(index, new long[0]);
                case RUNS -> {
                    for (int runs = in.getInt(); runs > 0; runs--) {
                        int from = Short.toUnsignedInt(in.getShort());
                        done.set(index, from, Short.toUnsignedInt(in.getShort()) + 1);
                    }
                }
                case BITMAP -> {
                    long[] words = new long[WORDS];
                    for (int i = 0; i < WORDS; i++) {
                        words[i] = in.getLong();
                    }
                    done.chunks.put(index, words);
                }
                default -> throw new IllegalArgumentException("a piece of a bitmap of an unknown kind");
            }
        }
        return done;
    }

    private void set(long index, int from, int to) {
        if (from == 0 && to == CHUNK) {
            chunks.put(index, new long[0]);
            return;
        }
        long[] words = chunks.computeIfAbsent(index, _ -> new long[WORDS]);
        if (words.length == 0) {
            return;
        }
        for (int bit = from; bit < to; ) {
            int word = bit / Long.SIZE;
            int end = Math.min(to, (word + 1) * Long.SIZE);
            // Both shifts take their distance modulo 64: the first clears what is below, the second what is above.
            words[word] |= -1L << bit & -1L >>> -end;
            bit = end;
        }
        if (words[0] == -1L && Arrays.stream(words).allMatch(word -> word == -1L)) {
            chunks.put(index, new long[0]);
        }
    }

    private static int nextSet(long[] words, int from) {
        return next(words, from, 0);
    }

    private static int nextClear(long[] words, int from) {
        return next(words, from, -1L);
    }

    private static int next(long[] words, int from, long flip) {
        if (from >= CHUNK) {
            return CHUNK;
        }
        int word = from / Long.SIZE;
        long left = (words[word] ^ flip) & -1L << from;
        while (left == 0) {
            if (++word == WORDS) {
                return CHUNK;
            }
            left = words[word] ^ flip;
        }
        return word * Long.SIZE + Long.numberOfTrailingZeros(left);
    }

    private static int runs(long[] words) {
        int runs = 0;
        long carry = 0;
        for (long word : words) {
            runs += Long.bitCount(word & ~(word << 1 | carry));
            carry = word >>> 63;
        }
        return runs;
    }
}
