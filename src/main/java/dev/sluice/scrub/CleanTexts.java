package dev.sluice.scrub;

import dev.sluice.scrub.policy.ProjectPolicy;
import dev.sluice.scrub.text.Words;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that were searched lately and in which no detector found anything: user agents, page titles, addresses, versions,
 * stack frames and chains of elements come again in one event after the other, and comparing a text is many times cheaper
 * than searching it. Holds a bounded number of bytes, nothing that was found to be personal, and answers only by comparing
 * all of a text. What it remembers holds for one policy and one treatment, wherever in a document a text stands; it answers for no other. Belongs to one
 * thread.
 */
final class CleanTexts {
    private static final int SLOTS = 1024;
    private static final int SIZE = 1 << 18;
    private static final int LONGEST = 4096;

    /** Written round and round. */
    private final byte[] texts = new byte[SIZE];
    /** Where each text stands, counted from the first byte ever written; 0 where there is none. */
    private final long[] starts = new long[SLOTS];

    private final int[] lengths = new int[SLOTS];
    private final @Nullable Treatment[] treatments = new Treatment[SLOTS];
    private final @Nullable ProjectPolicy[] policies = new ProjectPolicy[SLOTS];

    private long written = SIZE;

    /** Of the text last asked for. */
    private int slot;

    /** Whether the text, which is not empty, is known to be clean. If it is not, {@link #add} may follow. */
    boolean has(byte[] b, int from, int to, ProjectPolicy policy, Treatment treatment) {
        int length = to - from;
        if (length > LONGEST) {
            return false;
        }
        slot = hash(b, from, to) & SLOTS - 1;
        if (lengths[slot] != length
                || policies[slot] != policy
                || treatments[slot] != treatment
                || starts[slot] < written - SIZE) {
            return false;
        }
        int start = (int) starts[slot] & SIZE - 1;
        return Arrays.equals(b, from, to, texts, start, start + length);
    }

    /** Remembers the text that was asked for last and is not known yet. */
    void add(byte[] b, int from, int to, ProjectPolicy policy, Treatment treatment) {
        int length = to - from;
        if (length > LONGEST) {
            return;
        }
        int start = (int) written & SIZE - 1;
        if (start + length > SIZE) {
            written += SIZE - start;
            start = 0;
        }
        System.arraycopy(b, from, texts, start, length);
        starts[slot] = written;
        lengths[slot] = length;
        policies[slot] = policy;
        treatments[slot] = treatment;
        written += length;
    }

    /** Two at a time, because each step waits for the one before. */
    private static int hash(byte[] b, int from, int to) {
        long even = to - from;
        long odd = 0;
        int i = from;
        while (i + 16 <= to) {
            even = Words.step(even, Words.at(b, i));
            odd = Words.step(odd, Words.at(b, i + 8));
            i += 16;
        }
        if (i + 8 <= to) {
            odd = Words.step(odd, Words.at(b, i));
            i += 8;
        }
        even = Words.step(even, i == to ? 0 : Words.upTo(b, i, to));
        return (int) (Words.step(even, odd) >>> 32);
    }
}
