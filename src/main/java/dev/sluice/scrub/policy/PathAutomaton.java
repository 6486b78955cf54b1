package dev.sluice.scrub.policy;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a list of paths into one automaton, so that a walk follows all of them with one look-up for each key. */
final class PathAutomaton {
    private static final int MOST_STATES = 5_000;

    private final List<PathPattern> patterns;
    private final List<PathRule> rules;
    /** Where each pattern's keys start in the row of all positions. */
    private final int[] starts;

    private final Map<BitSet, PathState> states = new HashMap<>();

    private PathAutomaton(List<PathPattern> patterns, List<PathRule> rules) {
        this.patterns = patterns;
        this.rules = rules;
        starts = new int[patterns.size() + 1];
        for (int i = 0; i < patterns.size(); i++) {
            starts[i + 1] = starts[i] + patterns.get(i).keys().size() + 1;
        }
    }

    /**
     * The state at the top of a document; null where there are no paths.
     *
     * @param rules what holds at each of the paths; of several for one place the last one counts
     * @throws IllegalArgumentException if the paths have too many wildcards together
     */
    static @Nullable PathState compile(List<PathPattern> patterns, List<PathRule> rules) {
        if (patterns.isEmpty()) {
            return null;
        }
        PathAutomaton automaton = new PathAutomaton(patterns, rules);
        BitSet top = new BitSet();
        for (int i = 0; i < patterns.size(); i++) {
            automaton.enter(i, 0, top);
        }
        return automaton.state(top);
    }

    /** Adds a position, and those that are reached from it without a key. */
    private void enter(int pattern, int key, BitSet into) {
        into.set(starts[pattern] + key);
        List<String> keys = patterns.get(pattern).keys();
        if (key < keys.size() && keys.get(key).equals(PathPattern.ANY_NUMBER)) {
            enter(pattern, key + 1, into);
        }
    }

    private @Nullable PathState state(BitSet positions) {
        if (positions.isEmpty()) {
            return null;
        }
        PathState known = states.get(positions);
        if (known != null) {
            return known;
        }
        if (states.size() == MOST_STATES) {
            throw new IllegalArgumentException("the paths have too many wildcards together");
        }
        PathState state = new PathState();
        states.put(positions, state);
        Map<String, @Nullable PathState> named = new LinkedHashMap<>();
        PathRule rule = null;
        for (int i = 0; i < patterns.size(); i++) {
            List<String> keys = patterns.get(i).keys();
            for (int key = 0; key < keys.size(); key++) {
                boolean isName =
                        !keys.get(key).equals(PathPattern.ANY) && !keys.get(key).equals(PathPattern.ANY_NUMBER);
                if (isName && positions.get(starts[i] + key) && !named.containsKey(keys.get(key))) {
                    named.put(keys.get(key), state(after(positions, keys.get(key))));
                }
            }
            rule = positions.get(starts[i] + keys.size()) ? rules.get(i) : rule;
        }
        state.finish(named, state(after(positions, null)), rule);
        return state;
    }

    /** Where this key leads; null for a key that no pattern names. */
    private BitSet after(BitSet positions, @Nullable String name) {
        BitSet next = new BitSet();
        for (int i = 0; i < patterns.size(); i++) {
            List<String> keys = patterns.get(i).keys();
            for (int key = 0; key < keys.size(); key++) {
                if (!positions.get(starts[i] + key)) {
                    continue;
                }
                String wanted = keys.get(key);
                if (wanted.equals(PathPattern.ANY_NUMBER)) {
                    enter(i, key, next);
                } else if (wanted.equals(PathPattern.ANY) || wanted.equals(name)) {
                    enter(i, key + 1, next);
                }
            }
        }
        return next;
    }
}
