package dev.sluice.scrub;

/**
 * The short value that a key had last, if nothing personal was found in it: most properties of most events say {@code null},
 * {@code "Chrome"} or {@code 1280} again, and to compare is many times cheaper than to read. Holds at most {@value ShortText#MOST}
 * bytes. What it remembers holds for one policy. Belongs to one thread.
 */
final class UsualValue extends ShortText {
    /** After so many other values in a row only one in as many is remembered. */
    private static final int PATIENCE = 16;

    /** 0 if there is none. */
    private int length;

    private int others;

    /** Whether it was searched, as opposed to one that is never touched where it stood. */
    private boolean searched;

    /**
     * Index after the value, as JSON, that starts at {@code start}, if it is the usual one; -1 if it is not or may not be.
     *
     * @param asText whether it has to be one that was searched
     */
    int end(byte[] b, int start, int to, boolean asText) {
        int end = start + length;
        boolean mayBe = length > 0 && end < to && (searched || !asText);
        if (!mayBe || !startsAt(b, start) || (b[end] != ',' && b[end] != '}')) {
            return -1;
        }
        others = 0;
        return end;
    }

    /** Remembers a value that stood under the key instead of the usual one. */
    void becomes(byte[] b, int start, int end, boolean searched) {
        boolean impatient = ++others > PATIENCE && others % PATIENCE != 0;
        if (impatient || end - start > MOST || start + MOST > b.length) {
            return;
        }
        take(b, start, end - start);
        length = end - start;
        this.searched = searched;
    }
}
