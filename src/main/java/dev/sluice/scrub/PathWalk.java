package dev.sluice.scrub;

import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.policy.PathRule;
import dev.sluice.scrub.policy.PathState;
import dev.sluice.scrub.policy.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Follows a walk through the paths that a policy has rules for. Where there are none, or none leads any further, all it costs
 * is one comparison for each object. Belongs to one thread.
 */
final class PathWalk {
    private final Target target;
    private final TextView decoded = TextView.scratch();

    /** Where the walk is; null where no path leads any further. */
    private @Nullable PathState here;
    /** What the path of the member says that is about to be treated. */
    private @Nullable PathRule rule;

    PathWalk(Target target) {
        this.target = target;
    }

    void begin(@Nullable PathState top) {
        here = top;
        rule = null;
    }

    @Nullable
    PathState here() {
        return here;
    }

    /** Enters the member of this key, which stands in JSON, of the object in which the walk was {@code there}. */
    void enter(PathState there, TextView v, int from, int to) {
        Unfold.json(v, from, to, decoded);
        here = there.next(decoded.bytes, decoded.from, decoded.to);
        rule = here == null ? null : here.rule();
    }

    /** Comes back to an object with what held in it. */
    void leave(PathState there, Rules rules) {
        here = there;
        rule = null;
        target.rules = rules;
    }

    /** How the member that was entered is treated. */
    Treatment treatment(Treatment usually) {
        PathRule found = rule;
        rule = null;
        if (found == null) {
            return usually;
        }
        return switch (usually.slot()) {
            case PROTECTED, PROTECTED_LIST, EVENT_NAME, KEY -> usually;
            case IDENTITY -> identity(found);
            case TEXT, KEYED, KEYED_IF_DIGIT -> ruled(found, Treatment.TEXT);
            case CODE, MACHINE, ELEMENTS_CHAIN -> ruled(found, usually);
        };
    }

    private Treatment ruled(PathRule found, Treatment searched) {
        target.rules = found.rules();
        Kind kind = found.kind();
        return kind == null ? searched : Treatment.keyed(kind);
    }

    /** An identity stays one: it may be kept, or become a token even where it does not look personal. */
    private Treatment identity(PathRule found) {
        target.rules = found.rules();
        return found.action() == Action.PSEUDONYM ? Treatment.keyed(Kind.USERNAME) : Treatment.IDENTITY;
    }
}
