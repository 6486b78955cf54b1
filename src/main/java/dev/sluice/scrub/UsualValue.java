package dev.sluice.scrub;

import dev.sluice.scrub.policy.ProjectPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The short value that a key had last, if nothing personal was found in it: most properties of most events say {@code null},
 * {@code "Chrome"} or {@code 1280} again, and to compare is many times cheaper than to read. Holds at most {@value ShortText#MOST}
 * bytes. What it remembers holds for one policy, and it answers for no other. Belongs to one thread.
 */
final class UsualValue extends ShortText {
    /** After so many other values in a row only one in as many is remembered. */
    private static final int PATIENCE = 16;

    /** 0 if there is none. */
    private int length;

    private int others;
    private @Nullable ProjectPolicy policy;

    /** Whether it was searched, as opposed to one that is never touched where it stood. */
    private boolean searched;

    /**
     * Index after the value, as JSON, that starts at {@code start}, if it is the usual one; -1 if it is not or may not be.
     *
     * @param asText whether it has to be one that was searched
     */
    int end(byte[] b, int start, int to, boolean asText, ProjectPolicy asked) {
        int end = start + length;
        boolean mayBe = length > 0 && end < to && (searched || !asText) && policy == asked;
        if (!mayBe || !startsAt(b, start) || (b[end] != ',' && b[end] != '}')) {
            return -1;
        }
        others = 0;
        return end;
    }

    /** Remembers a value that stood under the key instead of the usual one. */
    void becomes(byte[] b, int start, int end, boolean searched, ProjectPolicy policy) {
        boolean impatient = ++others > PATIENCE && others % PATIENCE != 0;
        if (impatient || end - start > MOST || start + MOST > b.length) {
            return;
        }
        take(b, start, end - start);
        length = end - start;
        this.searched = searched;
        this.policy = policy;
    }
}
