package dev.sluice.scrub;

import dev.sluice.scrub.policy.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a key says about its value.
 *
 * @param kind what a value under this key is; null where the key says nothing
 * @param ambiguous whether the key also has harmless meanings, so that only a value with a digit counts
 * @param parameter the same for a parameter of an address
 * @param name whether this is the bare {@code name}, which is personal only below a person
 * @param person whether the value is a person, so that a {@code name} in it is one's name
 * @param protectedIn set of {@link Place}s in which a plain value under this key is never touched
 * @param identityIn set of places in which the value identifies a person or group
 * @param eventField the field this is at the top of an event
 * @param propertyField the field this is in the properties
 * @param searched whether the key itself has signs of something personal
 * @param special how the walk goes on below it
 */
record KeyRule(
        @Nullable Kind kind,
        boolean ambiguous,
        @Nullable Kind parameter,
        boolean name,
        boolean person,
        int protectedIn,
        int identityIn,
        @Nullable Field eventField,
        @Nullable Field propertyField,
        boolean searched,
        Special special) {

    /** Keys that change how the walk goes on. */
    enum Special {
        NONE,
        EVENT_NAME,
        PROPERTIES,
        GROUPS,
        /** The same in a flags request, without the dollar sign. */
        REQUEST_GROUPS,
        SNAPSHOT_DATA,
        DATA,
        /** A part of recorded data that newer clients compress by itself. */
        PACKED,
        CV,
        IP
    }

    /** Whether a plain value under this key is treated in this place as if it had no key. */
    boolean isSilentIn(Place place) {
        boolean says = kind != null || name || isProtectedIn(place) || isIdentityIn(place) || place == Place.GROUPS;
        return !says && isNothingElseIn(place);
    }

    /** Whether a plain value under this key is left as it is in this place, and nothing else has to be known about it. */
    boolean isOnlyProtectedIn(Place place) {
        return isProtectedIn(place) && isNothingElseIn(place);
    }

    private boolean isNothingElseIn(Place place) {
        return special == Special.NONE
                && (eventField == null || place != Place.EVENT)
                && (propertyField == null || place != Place.PROPERTIES);
    }

    boolean isProtectedIn(Place place) {
        return (protectedIn & place.bit()) != 0;
    }

    boolean isIdentityIn(Place place) {
        return (identityIn & place.bit()) != 0;
    }
}
