package dev.sluice.scrub;

import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;

/** Decides what takes the place of a finding, and claims it. Belongs to one thread. */
final class Redactor {
    private final Target target;
    private final Pseudonyms.Cache pseudonyms;

    Redactor(Target target, Pseudonyms.Cache pseudonyms) {
        this.target = target;
        this.pseudonyms = pseudonyms;
    }

    /** A finding that is a part of a text. */
    void part(TextView view, int start, int end, Kind kind, Claims claims) {
        claim(view, start, end, kind, kind.usually(), claims);
    }

    /** The same in a key, where a marker must not read like the name of something. */
    void partOfKey(TextView view, int start, int end, Kind kind, Claims claims) {
        claims.add(view.origin(start), view.origin(end), kind, Action.REMOVE, Kind.removed());
    }

    /** A value that its key says is of this kind. */
    void keyed(TextView view, int start, int end, Kind kind, Claims claims) {
        claim(view, start, end, kind, kind.usually(), claims);
    }

    /**
     * A finding that is an identity: what takes its place must still tell persons apart.
     *
     * @param clear holds it with all encodings undone, in {@code [clearFrom, clearTo)}
     */
    void identity(
            TextView view,
            int start,
            int end,
            Kind kind,
            Pseudonyms.Domain domain,
            TextView clear,
            int clearFrom,
            int clearTo,
            Claims claims) {
        byte[] token = pseudonyms.token(target.project, domain, clear.bytes, clearFrom, clearTo);
        claims.add(view.origin(start), view.origin(end), kind, Action.PSEUDONYM, token);
    }

    private static void claim(TextView view, int start, int end, Kind kind, Action action, Claims claims) {
        byte[] with = action == Action.REPLACE ? kind.marker() : Kind.removed();
        claims.add(view.origin(start), view.origin(end), kind, action, with);
    }
}
