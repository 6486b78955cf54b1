package dev.sluice.scrub;

import java.util.Arrays;

/** How often each kind was treated in which way. Holds numbers only. Not thread-safe; meant to be reused. */
@SuppressWarnings("EnumOrdinal") // Index into an array of this class; the numbers are never stored.
public final class Findings {
    private static final int ACTIONS = Action.values().length;

    private final int[] counts = new int[Kind.values().length * ACTIONS];
    private int total;

    public void clear() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    void count(Kind kind, Action action) {
        counts[kind.ordinal() * ACTIONS + action.ordinal()]++;
        total++;
    }

    public int of(Kind kind, Action action) {
        return counts[kind.ordinal() * ACTIONS + action.ordinal()];
    }

    /** Sum over all kinds and actions; 0 lets a caller skip the rest. */
    public int total() {
        return total;
    }
}
