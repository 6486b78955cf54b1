package dev.sluice.scrub.national;

import dev.sluice.scrub.text.Ascii;

/**
 * Groups of letters and digits with one separator between each two, as identifiers are written. A group's end is where the
 * identifier may end. Reused; one per thread.
 */
final class Candidate {
    private static final int MOST_GROUPS = 8;
    /** Words of prose are longer. */
    private static final int LONGEST_LETTERS = 6;

    private static final int LONGEST_LATER_LETTERS = 3;

    final Code code = new Code();
    private final int[] ends = new int[MOST_GROUPS];
    private final int[] counts = new int[MOST_GROUPS];
    /** For each group, whether the code has had lower-case letters, or a group of letters only, by then. */
    private final boolean[] lower = new boolean[MOST_GROUPS];

    private final boolean[] words = new boolean[MOST_GROUPS];

    int start;
    int groups;
    /** Digits in all groups. */
    int digits;

    /** Reads the groups from {@code start} on, as long as they fit into a code. */
    void read(byte[] b, int start, int to) {
        this.start = start;
        groups = 0;
        digits = 0;
        int count = 0;
        int i = start;
        boolean hasLower = false;
        boolean endsInWords = false;
        while (groups < MOST_GROUPS) {
            int group = i;
            int before = digits;
            while (i < to && count < Code.MAX && Ascii.isAlphanumeric(b[i])) {
                boolean letter = !Ascii.isDigit(b[i]);
                digits += letter ? 0 : 1;
                hasLower |= letter && b[i] >= 'a';
                code.chars[count++] = (byte) (letter ? b[i] & ~0x20 : b[i]);
                i++;
            }
            int longest = groups == 0 ? LONGEST_LETTERS : LONGEST_LATER_LETTERS;
            if (i == group || Ascii.goesOnAt(b, i, to) || (digits == before && i - group > longest)) {
                return;
            }
            endsInWords |= groups > 0 && digits == before;
            ends[groups] = i;
            counts[groups] = count;
            lower[groups] = hasLower;
            words[groups++] = endsInWords;
            if (i >= to || !isSeparator(b[i])) {
                return;
            }
            i++;
        }
    }

    private static boolean isSeparator(byte b) {
        return b == ' ' || b == '-' || b == '.' || b == '/' || b == ':' || b == '+' || b == '(';
    }

    int count(int group) {
        return counts[group];
    }

    int end(int group) {
        return ends[group];
    }

    /** The code up to the end of a group. */
    Code upTo(int group) {
        code.length = counts[group];
        code.hasLower = lower[group];
        code.endsInWords = words[group];
        return code;
    }
}
