package dev.sluice.scrub;

import dev.sluice.scrub.policy.Kind;
import org.jspecify.annotations.Nullable;

/** How the value of a member is treated. There is a fixed number of these, so that the walk allocates none. */
@SuppressWarnings("EnumOrdinal") // Index into an array of this class; the numbers are never stored.
record Treatment(Slot slot, @Nullable Kind kind) {
    enum Slot {
        /** Searched for everything. */
        TEXT,
        /** A key: the same, with another marker. */
        KEY,
        /** Searched for e-mail addresses only. */
        EVENT_NAME,
        /** Left as it is. */
        PROTECTED,
        /** Replaced by a pseudonym if the whole value is personal. */
        IDENTITY,
        /** Personal because its key says so. */
        KEYED,
        /** The same, but only if there is a digit in it. */
        KEYED_IF_DIGIT
    }

    static final Treatment TEXT = new Treatment(Slot.TEXT, null);
    static final Treatment KEY = new Treatment(Slot.KEY, null);
    static final Treatment EVENT_NAME = new Treatment(Slot.EVENT_NAME, null);
    static final Treatment PROTECTED = new Treatment(Slot.PROTECTED, null);
    static final Treatment IDENTITY = new Treatment(Slot.IDENTITY, null);
    private static final Treatment[] KEYED = ofAllKinds(Slot.KEYED);
    private static final Treatment[] KEYED_IF_DIGIT = ofAllKinds(Slot.KEYED_IF_DIGIT);

    private static Treatment[] ofAllKinds(Slot slot) {
        Kind[] kinds = Kind.values();
        Treatment[] all = new Treatment[kinds.length];
        for (Kind kind : kinds) {
            all[kind.ordinal()] = new Treatment(slot, kind);
        }
        return all;
    }

    static Treatment keyed(Kind kind) {
        return KEYED[kind.ordinal()];
    }

    /** The same for a kind that its word may, or may not, mean. */
    static Treatment keyed(Kind kind, boolean ambiguous) {
        return (ambiguous ? KEYED_IF_DIGIT : KEYED)[kind.ordinal()];
    }

    /** How the member with this key is treated, given where it stands and what holds for everything around it. */
    static Treatment of(KeyRule rule, Place place, Treatment around, boolean person) {
        if (rule.special() == KeyRule.Special.EVENT_NAME && place == Place.EVENT) {
            return EVENT_NAME;
        }
        if (rule.isProtectedIn(place)) {
            return PROTECTED;
        }
        if (place == Place.GROUPS || rule.isIdentityIn(place)) {
            return IDENTITY;
        }
        Kind kind = rule.kind();
        if (kind != null) {
            return around.slot == Slot.KEYED && rule.ambiguous() ? around : keyed(kind, rule.ambiguous());
        }
        if (rule.name() && person) {
            return keyed(Kind.PERSON_NAME);
        }
        return around;
    }

    /** What holds for the members and elements of a container that is treated like this. */
    Treatment inside() {
        return switch (slot) {
            case KEYED -> this;
            // "session" and "auth" are also names of harmless objects.
            case KEYED_IF_DIGIT -> kind == null || kind == Kind.KEYED_SECRET ? TEXT : keyed(kind);
            case TEXT, KEY, EVENT_NAME, PROTECTED, IDENTITY -> TEXT;
        };
    }
}
