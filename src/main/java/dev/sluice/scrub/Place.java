package dev.sluice.scrub;

/** Where in a document the walk is: what a key means depends on it. */
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
}
