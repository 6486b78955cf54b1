package dev.sluice.json;

import java.util.Arrays;

/**
 * Replacements over one byte array, applied in a single copy: stretches that no edit touches leave as the same bytes. Edits
 * may be added in any order but must not overlap; an insertion ({@code start == end}) may stand at the border of another
 * edit, and several insertions at one place keep the order in which they were added. Not thread-safe; meant to be reused.
 */
public final class Edits {
    private static final int KEPT = 4096;
    private static final int FEW = 64;

    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int[] textStarts = new int[16];
    private int[] textEnds = new int[16];
    private final ByteSink text = new ByteSink(512);
    private int size;
    private boolean sorted = true;
    private boolean reordered;

    public void clear() {
        size = 0;
        sorted = true;
        reordered = false;
        text.clear();
    }

    /** Forgets all edits, and gives memory back that only something unusually large needed. */
    public void trim() {
        clear();
        text.trim();
        if (starts.length > KEPT) {
            starts = new int[KEPT];
            ends = new int[KEPT];
            textStarts = new int[KEPT];
            textEnds = new int[KEPT];
        }
    }

    public int size() {
        return size;
    }

    /** Start of edit number {@code i} in ascending order. */
    public int start(int i) {
        sort();
        return starts[i];
    }

    /** End of edit number {@code i} in ascending order. */
    public int end(int i) {
        sort();
        return ends[i];
    }

    /** What edit number {@code i} in ascending order puts in place. */
    public byte[] replacement(int i) {
        sort();
        return Arrays.copyOfRange(text.array(), textStarts[i], textEnds[i]);
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public void replace(int start, int end, byte[] with) {
        replace(start, end, with, 0, with.length);
    }

    public void replace(int start, int end, byte[] with, int from, int to) {
        if (size == starts.length) {
            grow();
        }
        if (size > 0 && start < starts[size - 1]) {
            sorted = false;
        }
        starts[size] = start;
        ends[size] = end;
        textStarts[size] = text.length();
        text.append(with, from, to);
        textEnds[size] = text.length();
        size++;
    }

    public void insert(int at, byte[] what) {
        replace(at, at, what);
    }

    public void delete(int start, int end) {
        replace(start, end, text.array(), 0, 0);
    }

    /** Asks for the edits number {@code first} to {@code last - 1}, in the order of asking, once more, {@code shift} bytes on. */
    public void repeat(int first, int last, int shift) {
        if (reordered) {
            throw new IllegalStateException("edits have lost the order in which they were asked for");
        }
        for (int i = first; i < last; i++) {
            replace(starts[i] + shift, ends[i] + shift, text.array(), textStarts[i], textEnds[i]);
        }
    }

    /**
     * Appends {@code source[from, to)} with those edits applied that lie wholly inside it.
     *
     * @throws IllegalStateException if two edits overlap: the output would be neither the one nor the other
     */
    public void apply(byte[] source, int from, int to, ByteSink out) {
        sort();
        int position = from;
        for (int i = 0; i < size; i++) {
            if (starts[i] < from || ends[i] > to) {
                continue;
            }
            if (starts[i] < position) {
                throw new IllegalStateException("edit " + i + " of " + size + " overlaps the one before it");
            }
            out.append(source, position, starts[i]);
            out.append(text.array(), textStarts[i], textEnds[i]);
            position = ends[i];
        }
        out.append(source, position, to);
    }

    /** Whether an edit covers or touches any byte of {@code [from, to)}. */
    public boolean touches(int from, int to) {
        for (int i = 0; i < size; i++) {
            if (starts[i] < to && ends[i] > from) {
                return true;
            }
        }
        return false;
    }

    private void sort() {
        if (sorted) {
            return;
        }
        if (size <= FEW) {
            insertionSort();
        } else {
            keySort();
        }
        sorted = true;
        reordered = true;
    }

    // Scrub edits arrive in order, only the few that fix an event in place come late.
    private void insertionSort() {
        for (int i = 1; i < size; i++) {
            int start = starts[i];
            int end = ends[i];
            int textStart = textStarts[i];
            int textEnd = textEnds[i];
            int j = i - 1;
            while (j >= 0 && starts[j] > start) {
                starts[j + 1] = starts[j];
                ends[j + 1] = ends[j];
                textStarts[j + 1] = textStarts[j];
                textEnds[j + 1] = textEnds[j];
                j--;
            }
            starts[j + 1] = start;
            ends[j + 1] = end;
            textStarts[j + 1] = textStart;
            textEnds[j + 1] = textEnd;
        }
    }

    // A recorded page asks for the texts of a paragraph after its attributes: however many there are, it must not take
    // long.
    private void keySort() {
        long[] order = new long[size];
        for (int i = 0; i < size; i++) {
            order[i] = (long) starts[i] << Integer.SIZE | i;
        }
        Arrays.sort(order);
        starts = ordered(starts, order);
        ends = ordered(ends, order);
        textStarts = ordered(textStarts, order);
        textEnds = ordered(textEnds, order);
    }

    private static int[] ordered(int[] values, long[] order) {
        int[] ordered = new int[values.length];
        for (int i = 0; i < order.length; i++) {
            ordered[i] = values[(int) order[i]];
        }
        return ordered;
    }

    private void grow() {
        int capacity = starts.length * 2;
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        textStarts = Arrays.copyOf(textStarts, capacity);
        textEnds = Arrays.copyOf(textEnds, capacity);
    }
}
