package dev.sluice.scrub.policy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One state of the automaton that follows a walk through the keys of a document: which rule holds here, and which state each
 * key leads to. Immutable once {@link PathAutomaton} has finished it.
 */
public final class PathState {
    private byte[][] names = {};
    private @Nullable PathState[] targets = {};
    private @Nullable PathState other;
    private @Nullable PathRule rule;

    PathState() {}

    void finish(Map<String, @Nullable PathState> named, @Nullable PathState other, @Nullable PathRule rule) {
        names = named.keySet().stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        targets = named.values().toArray(PathState[]::new);
        this.other = other;
        this.rule = rule;
    }

    /** Where the key leads; null where no rule can hold below it. */
    public @Nullable PathState next(byte[] key, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i];
            if (name.length == to - from && Arrays.equals(name, 0, name.length, key, from, to)) {
                return targets[i];
            }
        }
        return other;
    }

    /** What holds for the value that the last key led to; null where no path ends. */
    public @Nullable PathRule rule() {
        return rule;
    }
}
