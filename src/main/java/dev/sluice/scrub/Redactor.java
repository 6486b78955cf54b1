package dev.sluice.scrub;

import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.policy.Rules;
import org.jspecify.annotations.Nullable;

/** Decides by the policy what takes the place of a finding, and claims it. Belongs to one thread. */
final class Redactor {
    private final Target target;
    private final Pseudonyms.Cache pseudonyms;

    Redactor(Target target, Pseudonyms.Cache pseudonyms) {
        this.target = target;
        this.pseudonyms = pseudonyms;
    }

    /** A finding that is a part of a text. */
    void part(TextView view, int start, int end, Kind kind, Claims claims) {
        part(view, start, end, kind, null, claims);
    }

    /** The same where what was found has its own word about what to do. */
    void part(TextView view, int start, int end, Kind kind, @Nullable Action wanted, Claims claims) {
        if (target.rules.masks() && Masks.isInMask(view, start, end)) {
            return;
        }
        Action action = wanted == null ? actionOn(kind) : wanted;
        claim(view, start, end, kind, action, view, start, end, claims);
    }

    /** The same in a key, where a marker must not read like the name of something. */
    void partOfKey(TextView view, int start, int end, Kind kind, Claims claims) {
        if (!target.rules.keeps(kind, view.bytes, start, end)) {
            claims.add(view.origin(start), view.origin(end), kind, Action.REMOVE, Kind.removed());
        }
    }

    /** Whether {@link #keyed} needs to read the value with all encodings undone. */
    boolean looksInto(Kind kind) {
        return target.rules != Rules.USUAL && actionOn(kind) != Action.REMOVE;
    }

    /**
     * A value that its key says is of this kind.
     *
     * @param clear it with all encodings undone, if {@link #looksInto} asks for that
     */
    void keyed(TextView view, int start, int end, Kind kind, TextView clear, Claims claims) {
        boolean decoded = clear != view;
        claim(
                view,
                start,
                end,
                kind,
                actionOn(kind),
                clear,
                decoded ? clear.from : start,
                decoded ? clear.to : end,
                claims);
    }

    /** The same as below, where {@code clear} is the value with all encodings undone. */
    void whole(TextView view, int start, int end, Kind kind, TextView clear, Claims claims) {
        whole(view, start, end, kind, clear, clear.from, clear.to, claims);
    }

    /**
     * A value that is one identifier and nothing else: a token, unless the policy has another word about its kind.
     *
     * @param from where the identifier itself starts in {@code clear}, after white space
     */
    void whole(TextView view, int start, int end, Kind kind, TextView clear, int from, int to, Claims claims) {
        Action wanted = target.rules.action(kind);
        Action action = wanted == null ? Action.PSEUDONYM : wanted;
        claim(view, start, end, kind, action, clear, from, to, claims);
    }

    /** A finding that tells persons apart and must go on doing so: a token or itself, whatever the policy says. */
    void identity(TextView view, int start, int end, Kind kind, Claims claims) {
        identity(view, start, end, kind, start, end, claims);
    }

    /** The same for the whole text {@code [start, end)}, which has nothing but white space around {@code [from, to)}. */
    void identity(TextView view, int start, int end, Kind kind, int from, int to, Claims claims) {
        claim(view, start, end, kind, Action.PSEUDONYM, view, from, to, claims);
    }

    private Action actionOn(Kind kind) {
        Action wanted = target.rules.action(kind);
        return wanted == null ? kind.usually() : wanted;
    }

    private void claim(
            TextView view,
            int start,
            int end,
            Kind kind,
            Action action,
            TextView clear,
            int from,
            int to,
            Claims claims) {
        if (target.rules != Rules.USUAL && target.rules.keeps(kind, clear.bytes, from, to)) {
            return;
        }
        switch (action) {
            case KEEP -> {}
            case PSEUDONYM -> {
                if (!Pseudonyms.isToken(clear.bytes, from, to)) {
                    byte[] token = pseudonyms.token(target.project, Pseudonyms.Domain.of(kind), clear.bytes, from, to);
                    claims.add(view.origin(start), view.origin(end), kind, action, token);
                }
            }
            case REMOVE, REPLACE, MASK, TRUNCATE -> {
                byte[] with = written(kind, action, clear, from, to);
                claims.add(view.origin(start), view.origin(end), kind, action, with);
            }
        }
    }

    private static byte[] written(Kind kind, Action action, TextView clear, int from, int to) {
        return switch (action) {
            case MASK -> Masks.of(kind, clear, from, to);
            case TRUNCATE -> Coarser.of(kind, clear, from, to);
            case REPLACE -> kind.marker();
            case REMOVE, PSEUDONYM, KEEP -> Kind.removed();
        };
    }
}
