package dev.sluice.scrub;

import dev.sluice.scrub.KeyRule.Special;

/**
 * Where in a document the walk is: what a key means depends on it. A place stands for an object of its kind and for a list of
 * such objects. Shapes: reference of the wire protocol, sections 3, 10 and 13; Sentry's event payload and envelope items; the
 * JSON form of OTLP 1.
 */
@SuppressWarnings("EnumOrdinal") // Index into an array of this class; the numbers are never stored.
enum Place {
    /** The members of an event. */
    EVENT,
    /** The members of an event's {@code properties}. */
    PROPERTIES,
    /** The members of another document, such as a {@code /flags/} request or a batch. */
    DOCUMENT,
    /** The members of {@code $groups}: group type to group key. */
    GROUPS,
    /** The properties of a person: {@code $set}, {@code $set_once}, {@code person_properties}. */
    PERSON,
    /** The list in {@code $snapshot_data}. */
    RECORDING,
    /** One rrweb event. */
    RECORDED_EVENT,
    /** {@code $exception_list}, or Sentry's {@code exception} and {@code threads}. */
    EXCEPTIONS,
    /** What has {@code frames}. */
    STACKTRACE,
    FRAMES,
    /** A Sentry item, and the spans and items in it. */
    SENTRY,
    SENTRY_USER,
    SENTRY_REQUEST,
    SENTRY_BREADCRUMBS,
    SENTRY_CONTEXTS,
    /** Names of packages and their versions. */
    SENTRY_MODULES,
    /** {@code contexts.feedback}, or a user report of old. */
    SENTRY_FEEDBACK,
    /** The header of an envelope or of an item, or the {@code trace} in it. */
    SENTRY_HEADER,
    /** Parameters of an address that were taken apart. */
    QUERY,
    /** Attributes by name: {@code {"user.email": "…"}} or {@code {"user.email": {"value": "…", "type": "string"}}}. */
    ATTRIBUTES,
    /** What stands under the name of an attribute. */
    TYPED_VALUE,
    /** Any object of an OTLP export; attributes are objects with a {@code key} and a {@code value}. */
    OTLP,
    ELSEWHERE;

    private static final Special[] SPECIALS = Special.values();
    private static final Place[] BELOW = below();

    /** This place in a set of places. */
    int bit() {
        return 1 << ordinal();
    }

    /** Where the value of a member of this place is. */
    Place below(Special special) {
        return BELOW[ordinal() * SPECIALS.length + special.ordinal()];
    }

    /** Where the elements of a list are that stands here. */
    Place element() {
        return switch (this) {
            case RECORDING -> RECORDED_EVENT;
            case EVENT, EXCEPTIONS, FRAMES, SENTRY, SENTRY_BREADCRUMBS, QUERY, OTLP -> this;
            default -> ELSEWHERE;
        };
    }

    /** Whether what holds for a member holds for all below it, because the objects there only tell its type. */
    boolean handsDown() {
        return this == TYPED_VALUE || this == OTLP;
    }

    /** Whether the members describe a person, so that a {@code name} among them is one's name. */
    boolean isOfPerson() {
        return this == PERSON || this == SENTRY_USER || this == SENTRY_FEEDBACK;
    }

    private static Place[] below() {
        Place[] table = new Place[values().length * SPECIALS.length];
        for (Place place : values()) {
            for (Special special : SPECIALS) {
                table[place.ordinal() * SPECIALS.length + special.ordinal()] = place.computeBelow(special);
            }
        }
        return table;
    }

    private Place computeBelow(Special special) {
        return switch (this) {
            case EVENT ->
                switch (special) {
                    case PROPERTIES -> PROPERTIES;
                    case GROUPS -> GROUPS;
                    case PERSON -> PERSON;
                    default -> ELSEWHERE;
                };
            case PROPERTIES ->
                switch (special) {
                    case GROUPS -> GROUPS;
                    case PERSON -> PERSON;
                    case SNAPSHOT_DATA -> RECORDING;
                    case EXCEPTION_LIST -> EXCEPTIONS;
                    default -> ELSEWHERE;
                };
            case DOCUMENT ->
                switch (special) {
                    case GROUPS, REQUEST_GROUPS -> GROUPS;
                    case PERSON -> PERSON;
                    case BATCH -> EVENT;
                    default -> ELSEWHERE;
                };
            case EXCEPTIONS ->
                switch (special) {
                    case STACKTRACE -> STACKTRACE;
                    case VALUES -> EXCEPTIONS;
                    default -> ELSEWHERE;
                };
            case STACKTRACE -> special == Special.FRAMES ? FRAMES : ELSEWHERE;
            case SENTRY -> belowSentry(special);
            case SENTRY_BREADCRUMBS -> special == Special.VALUES ? SENTRY_BREADCRUMBS : ELSEWHERE;
            case SENTRY_CONTEXTS ->
                switch (special) {
                    case TRACE -> SENTRY;
                    case FEEDBACK -> SENTRY_FEEDBACK;
                    default -> ELSEWHERE;
                };
            case SENTRY_REQUEST -> special == Special.QUERY_STRING ? QUERY : ELSEWHERE;
            case SENTRY_HEADER -> special == Special.TRACE ? SENTRY_HEADER : ELSEWHERE;
            case ATTRIBUTES -> TYPED_VALUE;
            case TYPED_VALUE -> TYPED_VALUE;
            case OTLP -> OTLP;
            case GROUPS,
                    PERSON,
                    RECORDING,
                    RECORDED_EVENT,
                    FRAMES,
                    SENTRY_USER,
                    SENTRY_MODULES,
                    SENTRY_FEEDBACK,
                    QUERY,
                    ELSEWHERE -> ELSEWHERE;
        };
    }

    private static Place belowSentry(Special special) {
        return switch (special) {
            case USER -> SENTRY_USER;
            case EXCEPTION -> EXCEPTIONS;
            case STACKTRACE, PROFILE -> STACKTRACE;
            case CONTEXTS -> SENTRY_CONTEXTS;
            case REQUEST -> SENTRY_REQUEST;
            case BREADCRUMBS -> SENTRY_BREADCRUMBS;
            case SPANS -> SENTRY;
            case MODULES -> SENTRY_MODULES;
            case ATTRIBUTES, DATA, TAGS -> ATTRIBUTES;
            default -> ELSEWHERE;
        };
    }
}
