package dev.sluice.scrub;

import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How often each kind was treated in which way. Holds numbers only. Not thread-safe; meant to be reused. */
@SuppressWarnings("EnumOrdinal") // Index into an array of this class; the numbers are never stored.
public final class Findings {
    private static final int MOST_REPEATED = 16;
    private static final int[] NOTHING = {};
    private static final int ACTIONS = Action.values().length;

    private final int[] counts = new int[Kind.values().length * ACTIONS];
    private int total;
    private final int[] recent = new int[MOST_REPEATED];
    private int recentSize;
    private @Nullable Sites sites;
    private int position;

    /** From here on notes where everything is found, too; null ends it. */
    public void observe(@Nullable Sites sites) {
        this.sites = sites;
    }

    /** What is found next stands in the value or key at this index of the document. */
    void at(int position) {
        this.position = position;
    }

    public void clear() {
        if (total > 0) {
            Arrays.fill(counts, 0);
            total = 0;
        }
    }

    void count(Kind kind, Action action) {
        count(kind.ordinal() * ACTIONS + action.ordinal());
    }

    private void observe(int index) {
        if (sites != null) {
            sites.add(position, Kind.values()[index / ACTIONS], Action.values()[index % ACTIONS]);
        }
    }

    private void count(int index) {
        if (recentSize < MOST_REPEATED) {
            recent[recentSize] = index;
        }
        recentSize++;
        counts[index]++;
        total++;
        observe(index);
    }

    /** Counts everything once more that others have counted. */
    void add(Findings others) {
        for (int index = 0; index < counts.length; index++) {
            for (int i = 0; i < others.counts[index]; i++) {
                count(index);
            }
        }
    }

    /** The first kind, in the order of their declaration, that was counted; a secret if none was. */
    Kind first() {
        for (int index = 0; index < counts.length; index++) {
            if (counts[index] > 0) {
                return Kind.values()[index / ACTIONS];
            }
        }
        return Kind.KEYED_SECRET;
    }

    /** From here on what is counted can be counted once more. */
    void mark() {
        recentSize = 0;
    }

    /** What was counted since the mark, for {@link #repeat}; null if that is too much to keep. */
    int @Nullable [] sinceMark() {
        if (recentSize > MOST_REPEATED) {
            return null;
        }
        return recentSize == 0 ? NOTHING : Arrays.copyOf(recent, recentSize);
    }

    void repeat(int[] counted) {
        for (int index : counted) {
            count(index);
        }
    }

    public int of(Kind kind, Action action) {
        return counts[kind.ordinal() * ACTIONS + action.ordinal()];
    }

    /** Sum over all kinds and actions; 0 lets a caller skip the rest. */
    public int total() {
        return total;
    }
}
