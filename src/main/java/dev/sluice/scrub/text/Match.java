package dev.sluice.scrub.text;

import dev.sluice.scrub.policy.Kind;

/** What a detector has found last. Reused; one per thread. */
public final class Match {
    public int start;
    public int end;
    public Kind kind = Kind.KEYED_SECRET;

    /** Notes {@code [start, end)}; answers true, so that a detector can return it. */
    public boolean is(int start, int end, Kind kind) {
        this.start = start;
        this.end = end;
        this.kind = kind;
        return true;
    }
}
