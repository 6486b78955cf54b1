package dev.sluice.scrub;

import java.util.function.Predicate;

/** Where in a document the walk is: what a key means depends on it. */
@SuppressWarnings("EnumOrdinal") // Index into an array of this class; the numbers are never stored.
enum Place {
    /** The members of an event. */
    EVENT,
    /** The members of an event's {@code properties}. */
    PROPERTIES,
    /** The members of another document, such as a {@code /flags/} request. */
    DOCUMENT,
    /** The members of {@code $groups}: group type to group key. */
    GROUPS,
    /** The list in {@code $snapshot_data}. */
    RECORDING,
    /** One rrweb event. */
    RECORDED_EVENT,
    /** The {@code data} of an rrweb event. */
    RECORDED_DATA,
    ELSEWHERE;

    /** This place in a set of places. */
    int bit() {
        return 1 << ordinal();
    }

    /** The places of which this is true, as a set. */
    static int set(Predicate<Place> isIn) {
        int places = 0;
        for (Place place : values()) {
            places |= isIn.test(place) ? place.bit() : 0;
        }
        return places;
    }

    /** Where the value of a member of this place is. */
    Place below(KeyRule.Special special) {
        return switch (special) {
            case PROPERTIES -> this == EVENT ? PROPERTIES : ELSEWHERE;
            case GROUPS -> this == PROPERTIES || this == DOCUMENT || this == EVENT ? GROUPS : ELSEWHERE;
            case REQUEST_GROUPS -> this == DOCUMENT ? GROUPS : ELSEWHERE;
            case SNAPSHOT_DATA -> this == PROPERTIES ? RECORDING : ELSEWHERE;
            case DATA -> this == RECORDED_EVENT ? RECORDED_DATA : ELSEWHERE;
            case NONE, EVENT_NAME, PACKED, CV, IP -> ELSEWHERE;
        };
    }
}
