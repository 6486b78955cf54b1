package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one string, by position in the document, in ascending order and without overlaps. Several passes over
 * differently decoded views of the string may add to it, each in ascending order; where two passes claim the same place, the
 * earlier one wins, unless the later one has all of it and more. The work is linear in the number of claims.
 */
final class Claims {
    private static final class Claim {
        private final int start;
        private final int end;
        /** Null where it was counted by whoever found it. */
        private final @Nullable Kind kind;

        private final Action action;
        private final byte[] with;
        /** Whether it gave way to a wider one. */
        private boolean covered;

        private Claim(int start, int end, @Nullable Kind kind, Action action, byte[] with) {
            this.start = start;
            this.end = end;
            this.kind = kind;
            this.action = action;
            this.with = with;
        }
    }

    private Claim[] claims = new Claim[8];
    private Claim[] merged = new Claim[8];
    private int size;
    private int passStart;
    private int earlier;

    void clear() {
        Arrays.fill(claims, 0, size, null);
        size = 0;
        beginPass();
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Whether there is one claim only, on all of {@code [start, end)}. */
    boolean isOne(int start, int end) {
        return size == 1 && claims[0].start == start && claims[0].end == end;
    }

    void beginPass() {
        passStart = size;
        earlier = 0;
    }

    /** Claims a stretch unless an earlier pass has part of it; one that lies wholly inside the new one gives way. */
    void add(int start, int end, Kind kind, Action action, byte[] with) {
        claim(start, end, kind, action, with);
    }

    /** The same for something that was counted already. */
    void addCounted(int start, int end, byte[] with) {
        claim(start, end, null, Action.REPLACE, with);
    }

    private void claim(int start, int end, @Nullable Kind kind, Action action, byte[] with) {
        while (earlier < passStart && claims[earlier].end <= start) {
            earlier++;
        }
        int inside = earlier;
        while (inside < passStart && claims[inside].start >= start && claims[inside].end <= end) {
            inside++;
        }
        if (inside < passStart && claims[inside].start < end) {
            return;
        }
        for (; earlier < inside; earlier++) {
            claims[earlier].covered = true;
        }
        if (size == claims.length) {
            claims = Arrays.copyOf(claims, size * 2);
        }
        claims[size++] = new Claim(start, end, kind, action, with);
    }

    /** Puts what this pass has found between what the earlier ones found. */
    void endPass() {
        if (passStart == 0 || passStart == size) {
            return;
        }
        if (merged.length < size) {
            merged = new Claim[claims.length];
        }
        int left = 0;
        int right = passStart;
        for (int i = 0; i < size; i++) {
            boolean takeLeft = left < passStart && (right == size || claims[left].start < claims[right].start);
            merged[i] = takeLeft ? claims[left++] : claims[right++];
        }
        System.arraycopy(merged, 0, claims, 0, size);
        Arrays.fill(merged, 0, size, null);
    }

    /** Takes away the claims on what already is as it should be, and those that gave way. */
    void settle(byte[] document) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Claim claim = claims[i];
            boolean done =
                    claim.covered || Arrays.equals(document, claim.start, claim.end, claim.with, 0, claim.with.length);
            if (!done) {
                claims[kept++] = claim;
            }
        }
        Arrays.fill(claims, kept, size, null);
        size = kept;
        beginPass();
    }

    void count(Findings findings) {
        for (int i = 0; i < size; i++) {
            count(claims[i], findings);
        }
    }

    private static void count(Claim claim, Findings findings) {
        if (claim.kind != null) {
            findings.count(claim.kind, claim.action);
        }
    }

    /** Whether one of them begins before {@code to} and ends after {@code next}. */
    boolean reach(int to, int next) {
        for (int i = 0; i < size; i++) {
            if (claims[i].start < to && claims[i].end > next) {
                return true;
            }
        }
        return false;
    }

    /** Asks for the replacements in {@code [from, to)}; what began before leaves nothing there. */
    void requestWithin(int from, int to, Edits edits, Findings findings) {
        for (int i = 0; i < size; i++) {
            Claim claim = claims[i];
            int start = Math.max(claim.start, from);
            int end = Math.min(claim.end, to);
            if (start >= end) {
                continue;
            }
            if (start > claim.start) {
                edits.delete(start, end);
            } else {
                edits.replace(start, end, claim.with);
                count(claim, findings);
            }
        }
    }

    /** Asks for the replacements. */
    void request(Edits edits) {
        for (int i = 0; i < size; i++) {
            edits.replace(claims[i].start, claims[i].end, claims[i].with);
        }
    }

    /** Writes {@code [from, to)} with the replacements made. */
    void apply(byte[] document, int from, int to, ByteSink out) {
        int position = from;
        for (int i = 0; i < size; i++) {
            out.append(document, position, claims[i].start).append(claims[i].with);
            position = claims[i].end;
        }
        out.append(document, position, to);
    }
}
