package dev.sluice.scrub;

import dev.sluice.json.Edits;
import dev.sluice.scrub.text.Words;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one document that were searched already: an event of a browser says its page's address half a dozen times, as
 * the current one, the session's first one, the person's first one. Remembers positions, never values, and for one document
 * only. Belongs to one thread.
 */
final class Repeats {
    private static final int SLOTS = 64;

    private final int[] generations = new int[SLOTS];
    private final int[] hashes = new int[SLOTS];
    private final int[] starts = new int[SLOTS];
    private final int[] ends = new int[SLOTS];
    private final int[] firstEdits = new int[SLOTS];
    private final int[] lastEdits = new int[SLOTS];
    private final int[] @Nullable [] counts = new int[SLOTS][];

    private int generation;
    private int hash;
    private int editsBefore;

    /** Forgets everything. */
    void begin() {
        generation++;
    }

    /** If the text was searched before, asks again for what was asked for then; if not, {@link #note} follows. */
    boolean again(byte[] b, int from, int to, Target target) {
        hash = Words.hash(b, from, to);
        int slot = hash & (SLOTS - 1);
        boolean same = generations[slot] == generation
                && hashes[slot] == hash
                && Arrays.equals(b, starts[slot], ends[slot], b, from, to);
        if (!same) {
            editsBefore = target.edits.size();
            target.findings.mark();
            return false;
        }
        int[] counted = counts[slot];
        if (counted != null) {
            target.edits.repeat(firstEdits[slot], lastEdits[slot], from - starts[slot]);
            target.findings.repeat(counted);
        }
        return true;
    }

    /** Remembers what the search has asked for. */
    void note(int from, int to, Target target) {
        Edits edits = target.edits;
        int[] counted = target.findings.sinceMark();
        if (counted == null) {
            return;
        }
        int slot = hash & (SLOTS - 1);
        generations[slot] = generation;
        hashes[slot] = hash;
        starts[slot] = from;
        ends[slot] = to;
        firstEdits[slot] = editsBefore;
        lastEdits[slot] = edits.size();
        counts[slot] = counted.length == 0 ? null : counted;
    }
}
