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
        /** The same, and the elements too where it is a list. */
        PROTECTED_LIST,
        /** What a program says of its source: searched for secrets, e-mail addresses and users' folders only. */
        CODE,
        /** What a machine says of itself: searched for secrets and e-mail addresses only. */
        MACHINE,
        /** {@code $elements_chain}: values between quotes, each with a name. */
        ELEMENTS_CHAIN,
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
    static final Treatment CODE = new Treatment(Slot.CODE, null);
    static final Treatment MACHINE = new Treatment(Slot.MACHINE, null);
    private static final Treatment PROTECTED_LIST = new Treatment(Slot.PROTECTED_LIST, null);
    private static final Treatment ELEMENTS_CHAIN = new Treatment(Slot.ELEMENTS_CHAIN, null);
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
        Treatment standing = ofStanding(rule, place);
        if (standing != null) {
            return standing;
        }
        if (around.kind == Kind.CUSTOM) {
            return around;
        }
        Kind kind = place == Place.QUERY && rule.parameter() != null ? rule.parameter() : rule.kind();
        if (kind != null) {
            if (around.isSecret() && kind.group() != Kind.Group.CREDENTIAL) {
                return around;
            }
            boolean ambiguous = rule.ambiguous() && place != Place.QUERY;
            return around.slot == Slot.KEYED && ambiguous
                    ? around
                    : (ambiguous ? KEYED_IF_DIGIT : KEYED)[kind.ordinal()];
        }
        if (rule.name() && person) {
            return keyed(Kind.PERSON_NAME);
        }
        return around;
    }

    private static @Nullable Treatment ofStanding(KeyRule rule, Place place) {
        if (place == Place.GROUPS) {
            return IDENTITY;
        }
        if (place == Place.SENTRY_MODULES) {
            return MACHINE;
        }
        KeyRule.Standing standing = rule.standing();
        if (!standing.meansSomethingIn(place)) {
            return null;
        }
        int bit = place.bit();
        if (standing.special() == KeyRule.Special.EVENT_NAME && place == Place.EVENT) {
            return EVENT_NAME;
        }
        if (standing.special() == KeyRule.Special.ELEMENTS_CHAIN && place == Place.PROPERTIES) {
            return ELEMENTS_CHAIN;
        }
        if ((standing.protectedIn() & bit) != 0) {
            return PROTECTED;
        }
        if ((standing.listedIn() & bit) != 0) {
            return PROTECTED_LIST;
        }
        if ((standing.identityIn() & bit) != 0) {
            return IDENTITY;
        }
        if ((standing.accountIn() & bit) != 0) {
            return keyed(Kind.USERNAME);
        }
        return (standing.codeIn() & bit) != 0 ? CODE : MACHINE;
    }

    /** Whether all of it has to go, whatever the keys in it promise. */
    private boolean isSecret() {
        return slot == Slot.KEYED && kind != null && kind.group() == Kind.Group.CREDENTIAL;
    }

    boolean isProtected() {
        return slot == Slot.PROTECTED || slot == Slot.PROTECTED_LIST;
    }

    /** What holds for the members of an object that is treated like this. */
    Treatment inside() {
        return switch (slot) {
            case KEYED, CODE, MACHINE -> this;
            // "session" and "auth" are also names of harmless objects.
            case KEYED_IF_DIGIT -> kind == null || kind == Kind.KEYED_SECRET ? TEXT : keyed(kind);
            case TEXT, KEY, EVENT_NAME, PROTECTED, PROTECTED_LIST, IDENTITY, ELEMENTS_CHAIN -> TEXT;
        };
    }

    /** What holds for the elements of a list that is treated like this. */
    Treatment elements() {
        return slot == Slot.PROTECTED_LIST ? PROTECTED : inside();
    }
}
