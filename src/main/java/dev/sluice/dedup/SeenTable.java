package dev.sluice.dedup;

/**
 * A map from 128-bit identities to their owner and the second of the claim, in two primitive arrays: no object per entry,
 * so a million entries cost tens of megabytes and no garbage collection time. Open addressing with linear probing; starts
 * small and doubles. Entries are replaced but never removed. Not thread-safe.
 */
final class SeenTable {
    /** high, low, owner + 1; a third value of 0 marks a free slot, so a fresh array is an empty table. */
    private static final int STRIDE = 3;

    private static final int FIRST_CAPACITY = 1024;

    // Senders choose what the identity is a digest of; without a secret they could aim for one stretch of the table.
    private final long seed;
    private long[] cells = new long[FIRST_CAPACITY * STRIDE];
    private int[] seconds = new int[FIRST_CAPACITY];
    private int size;

    SeenTable(long seed) {
        this.seed = seed;
    }

    int size() {
        return size;
    }

    /** The slot that holds the identity, or -1. Valid until the next {@link #put}. */
    int find(long high, long low) {
        int slot = probe(cells, seconds.length, high, low);
        return cells[slot * STRIDE + 2] == 0 ? -1 : slot;
    }

    long owner(int slot) {
        return cells[slot * STRIDE + 2] - 1;
    }

    int second(int slot) {
        return seconds[slot];
    }

    /** Adds the identity or replaces its owner; the owner is not negative. */
    void put(long high, long low, long owner, int second) {
        int slot = probe(cells, seconds.length, high, low);
        if (cells[slot * STRIDE + 2] == 0) {
            if (3L * (size + 1) > 2L * seconds.length) {
                grow();
                slot = probe(cells, seconds.length, high, low);
            }
            size++;
        }
        write(cells, slot, high, low, owner + 1);
        seconds[slot] = second;
    }

    private void grow() {
        int capacity = Math.multiplyExact(seconds.length, 2);
        long[] widerCells = new long[Math.multiplyExact(capacity, STRIDE)];
        int[] widerSeconds = new int[capacity];
        for (int i = 0; i < seconds.length; i++) {
            int at = i * STRIDE;
            if (cells[at + 2] != 0) {
                int slot = probe(widerCells, capacity, cells[at], cells[at + 1]);
                write(widerCells, slot, cells[at], cells[at + 1], cells[at + 2]);
                widerSeconds[slot] = seconds[i];
            }
        }
        cells = widerCells;
        seconds = widerSeconds;
    }

    private int probe(long[] in, int capacity, long high, long low) {
        int mask = capacity - 1;
        long mixed = (low ^ seed) * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (true) {
            int at = slot * STRIDE;
            if (in[at + 2] == 0 || (in[at] == high && in[at + 1] == low)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private static void write(long[] to, int slot, long high, long low, long ownerPlusOne) {
        int at = slot * STRIDE;
        to[at] = high;
        to[at + 1] = low;
        to[at + 2] = ownerPlusOne;
    }
}
