package dev.sluice.scrub.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All patterns of a project, by the byte that a match starts with. Looking at one place costs at most the length of all
 * patterns together, which is bounded, so a search is linear in the text. Immutable.
 */
public final class CustomPatterns {
    public static final CustomPatterns NONE = new CustomPatterns(List.of());

    /** Most patterns of one project. */
    public static final int MOST = 100;

    private final CustomPattern[][] starters = new CustomPattern[256][];
    private final boolean isEmpty;

    /** @throws IllegalArgumentException if there are more than {@link #MOST} */
    public CustomPatterns(List<CustomPattern> patterns) {
        if (patterns.size() > MOST) {
            throw new IllegalArgumentException("there may be " + MOST + " patterns");
        }
        isEmpty = patterns.isEmpty();
        for (int b = 0; b < 256; b++) {
            starters[b] = CustomPattern.startingWith(patterns, (byte) b).toArray(CustomPattern[]::new);
        }
    }

    public boolean isEmpty() {
        return isEmpty;
    }

    /** The pattern with the longest match that starts at {@code i}, the first of several; null if there is none. */
    public @Nullable CustomPattern at(byte[] b, int i, int from, int to) {
        CustomPattern best = null;
        int bestEnd = -1;
        for (CustomPattern candidate : starters[b[i] & 0xff]) {
            int end = candidate.end(b, i, from, to);
            if (end > bestEnd) {
                best = candidate;
                bestEnd = end;
            }
        }
        return best;
    }

    /** Whether any of them stands anywhere in {@code [from, to)}. */
    public boolean areIn(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (at(b, i, from, to) != null) {
                return true;
            }
        }
        return false;
    }
}
