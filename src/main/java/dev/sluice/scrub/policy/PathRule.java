package dev.sluice.scrub.policy;

import org.jspecify.annotations.Nullable;

/**
 * What the policy says about the value at one path and all that is below it.
 *
 * @param kind what the value is, as if its key said so; null where everything is kept but what opens doors
 * @param action what the rule itself asks for; null where the kind's own action holds
 * @param rules what holds there
 */
public record PathRule(@Nullable Kind kind, @Nullable Action action, Rules rules) {
    static PathRule of(@Nullable Kind kind, @Nullable Action action, Rules around) {
        if (action == null) {
            return new PathRule(kind, null, around);
        }
        if (kind == null && action == Action.KEEP) {
            return new PathRule(null, action, around.keepingAll());
        }
        Kind what = kind == null ? Kind.CUSTOM : kind;
        Rules rules = around.with(what, action);
        if (action == Action.PSEUDONYM) {
            // Where the path leads to an identity, whatever it looks like becomes a token and nothing else.
            rules = rules.with(Kind.USERNAME, action).with(Kind.EMAIL, action);
        }
        return new PathRule(what, action, rules);
    }
}
