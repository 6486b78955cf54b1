package dev.sluice.scrub;

import dev.sluice.scrub.text.Words;
import java.util.Arrays;

/**
 * Texts that were searched lately and in which no detector found anything: user agents, page titles, addresses, versions and
 * stack frames come again in one event after the other, and comparing a text is many times cheaper than searching it. Holds
 * nothing that was found to be personal, a bounded number of bytes, and answers only by comparing all of a text. What it
 * remembers holds for one policy, wherever in a document a text stands. Belongs to one thread.
 */
final class CleanTexts {
    private static final int SLOTS = 1024;
    private static final int LONGEST = 160;

    private final byte[] texts = new byte[SLOTS * LONGEST];
    /** 0 where a slot is empty. */
    private final int[] lengths = new int[SLOTS];

    /** Whether the text, which is not empty, is known to be clean. */
    boolean has(byte[] b, int from, int to) {
        if (to - from > LONGEST) {
            return false;
        }
        int slot = slot(b, from, to);
        int start = slot * LONGEST;
        return lengths[slot] == to - from && Arrays.equals(b, from, to, texts, start, start + to - from);
    }

    /** Remembers a text, instead of another one. */
    void add(byte[] b, int from, int to) {
        if (to - from <= LONGEST) {
            int slot = slot(b, from, to);
            System.arraycopy(b, from, texts, slot * LONGEST, to - from);
            lengths[slot] = to - from;
        }
    }

    /** Forgets everything, because another policy holds. */
    void clear() {
        Arrays.fill(lengths, 0);
    }

    /** Looks at four places of a long text only: whoever makes texts share a slot gains nothing but a search. */
    private static int slot(byte[] b, int from, int to) {
        int length = to - from;
        long steps = length;
        if (length < 8) {
            steps = Words.step(steps, Words.upTo(b, from, to));
        } else {
            steps = Words.step(steps, Words.at(b, from));
            steps = Words.step(steps, Words.at(b, from + (length - 8 >> 1)));
            steps = Words.step(steps, Words.at(b, from + (length - 8) * 3 / 4));
            steps = Words.step(steps, Words.at(b, to - 8));
        }
        return (int) (steps >>> 40) & SLOTS - 1;
    }
}
