package dev.sluice.scrub;

import dev.sluice.scrub.text.Words;

/**
 * The short value that a key had last, if nothing personal was found in it: most properties of most events say {@code null},
 * {@code "Chrome"} or {@code 1280} again, and to compare is many times cheaper than to read. Holds at most {@value #LONGEST}
 * bytes. What it remembers holds for one policy. Belongs to one thread.
 */
final class UsualValue {
    private static final int LONGEST = 24;
    /** After so many other values in a row only one in as many is remembered. */
    private static final int PATIENCE = 16;

    /** 0 if there is none. */
    private int length;

    /** Whether it was searched, as opposed to one that is never touched where it stood. */
    private boolean searched;

    private long first;
    private long second;
    private long third;
    private long firstMask;
    private long secondMask;
    private long thirdMask;
    private int others;

    /**
     * Index after the value, as JSON, that starts at {@code start}, if it is the usual one; -1 if it is not or may not be.
     *
     * @param asText whether it has to be one that was searched
     */
    int end(byte[] b, int start, int to, boolean asText) {
        int end = start + length;
        if (length == 0 || end >= to || start + LONGEST > b.length || (asText && !searched)) {
            return -1;
        }
        long difference = ((Words.at(b, start) ^ first) & firstMask)
                | ((Words.at(b, start + 8) ^ second) & secondMask)
                | ((Words.at(b, start + 16) ^ third) & thirdMask);
        if (difference != 0 || (b[end] != ',' && b[end] != '}')) {
            return -1;
        }
        others = 0;
        return end;
    }

    /** Remembers a value that stood under the key instead of the usual one. */
    void becomes(byte[] b, int start, int end, boolean searched) {
        if (++others > PATIENCE && others % PATIENCE != 0) {
            return;
        }
        if (end - start > LONGEST || start + LONGEST > b.length) {
            return;
        }
        length = end - start;
        this.searched = searched;
        firstMask = Words.mask(length);
        secondMask = Words.mask(length - 8);
        thirdMask = Words.mask(length - 16);
        first = Words.at(b, start) & firstMask;
        second = Words.at(b, start + 8) & secondMask;
        third = Words.at(b, start + 16) & thirdMask;
    }
}
