package dev.sluice.scrub.policy;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is done about each kind at one place of an event. Immutable. */
@SuppressWarnings("EnumOrdinal") // Index into an array of this class; the numbers are never stored.
public final class Rules {
    private static final Kind[] KINDS = Kind.values();

    /** Strict: what holds where nobody has said anything. */
    public static final Rules USUAL = new Rules(Map.of(), AllowList.EMPTY);

    private final @Nullable Action[] actions = new Action[KINDS.length];
    private final AllowList allowed;
    private final boolean masks;

    /** @throws IllegalArgumentException if a kind does not take its action */
    public Rules(Map<Kind, Action> actions, AllowList allowed) {
        actions.forEach((kind, action) -> {
            if (!kind.takes(action)) {
                throw new IllegalArgumentException(kind.label() + " does not take " + action.label());
            }
            this.actions[kind.ordinal()] = action;
        });
        this.allowed = allowed;
        masks = actions.containsValue(Action.MASK);
    }

    /** The same with one kind treated in another way. */
    Rules with(Kind kind, Action action) {
        Map<Kind, Action> more = actions();
        more.put(kind, action);
        return new Rules(more, allowed);
    }

    /** Nothing is touched but what must never pass. */
    Rules keepingAll() {
        Map<Kind, Action> kept = actions();
        for (Kind kind : KINDS) {
            if (kind.takes(Action.KEEP)) {
                kept.put(kind, Action.KEEP);
            }
        }
        return new Rules(kept, allowed);
    }

    private Map<Kind, Action> actions() {
        Map<Kind, Action> copy = new EnumMap<>(Kind.class);
        for (Kind kind : KINDS) {
            Action action = actions[kind.ordinal()];
            if (action != null) {
                copy.put(kind, action);
            }
        }
        return copy;
    }

    /** What the policy asks for; null where it leaves the kind to the defaults. */
    public @Nullable Action action(Kind kind) {
        return actions[kind.ordinal()];
    }

    /** Whether this finding stays as it is. */
    public boolean keeps(Kind kind, byte[] b, int from, int to) {
        return actions[kind.ordinal()] == Action.KEEP || allowed.allows(kind, b, from, to);
    }

    /** Whether any kind is masked, so that the text may hold masks of an earlier scrubbing. */
    public boolean masks() {
        return masks;
    }
}
