package dev.sluice.capture;

import static dev.sluice.scrub.Field.DISTINCT_ID;
import static dev.sluice.scrub.Field.DOLLAR_DISTINCT_ID;
import static dev.sluice.scrub.Field.EVENT;
import static dev.sluice.scrub.Field.PROPERTIES;
import static dev.sluice.scrub.Field.PROPERTIES_COOKIELESS_MODE;
import static dev.sluice.scrub.Field.PROPERTIES_DISTINCT_ID;
import static dev.sluice.scrub.Field.PROPERTIES_SESSION_ID;
import static dev.sluice.scrub.Field.PROPERTIES_SNAPSHOT_DATA;
import static dev.sluice.scrub.Field.UUID;

import dev.sluice.event.RejectReason;
import dev.sluice.scrub.Field;
import dev.sluice.scrub.ScannedEvent;
import org.jspecify.annotations.Nullable;

/** What PostHog's capture demands of one event (sections 3, 10 and 15 of the reference): one that it refuses must not spoil a batch. */
final class EventRules {
    private static final int MAX_SESSION_ID_BYTES = 70;

    private EventRules() {}

    /** Whether the field is there and neither null nor an empty string. */
    static boolean isGiven(byte[] document, ScannedEvent event, Field field) {
        return event.has(field)
                && !JsonText.isNull(document, event.start(field))
                && !(JsonText.isString(document, event.start(field)) && event.end(field) - event.start(field) == 2);
    }

    /** Where the distinct id stands. A value at the top goes before the one in the properties, unless it is null. */
    static Field distinctId(byte[] document, ScannedEvent event) {
        if (event.has(DISTINCT_ID) && !JsonText.isNull(document, event.start(DISTINCT_ID))) {
            return DISTINCT_ID;
        }
        if (event.has(DOLLAR_DISTINCT_ID) && !JsonText.isNull(document, event.start(DOLLAR_DISTINCT_ID))) {
            return DOLLAR_DISTINCT_ID;
        }
        return PROPERTIES_DISTINCT_ID;
    }

    static boolean hasName(byte[] document, ScannedEvent event) {
        return isGiven(document, event, EVENT) && JsonText.isString(document, event.start(EVENT));
    }

    static boolean isNamed(byte[] document, ScannedEvent event, String name) {
        return event.has(EVENT) && JsonText.equals(document, event.start(EVENT), event.end(EVENT), name);
    }

    /** Why PostHog would refuse the event; null if it would not. */
    static @Nullable RejectReason problem(byte[] document, ScannedEvent event, CapturePath path, boolean isSnapshot) {
        if (!hasName(document, event) && path != CapturePath.ENGAGE) {
            return RejectReason.MISSING_EVENT_NAME;
        }
        if (isGiven(document, event, UUID) && uuid(document, event) == null) {
            return RejectReason.INVALID_UUID;
        }
        if (!isGiven(document, event, distinctId(document, event))) {
            return RejectReason.MISSING_DISTINCT_ID;
        }
        if (event.has(PROPERTIES)
                && document[event.start(PROPERTIES)] != '{'
                && !JsonText.isNull(document, event.start(PROPERTIES))) {
            return RejectReason.NOT_AN_OBJECT;
        }
        if (event.has(PROPERTIES_COOKIELESS_MODE)) {
            byte first = document[event.start(PROPERTIES_COOKIELESS_MODE)];
            if (first != 't' && first != 'f') {
                return RejectReason.INVALID_COOKIELESS_MODE;
            }
        }
        return isSnapshot ? snapshotProblem(document, event) : null;
    }

    /** The sender's uuid; null if there is none that can be read. */
    static java.util.@Nullable UUID uuid(byte[] document, ScannedEvent event) {
        if (!event.has(UUID) || !JsonText.isString(document, event.start(UUID))) {
            return null;
        }
        int start = event.start(UUID);
        int end = event.end(UUID);
        return UuidText.parse(document, start + 1, end - 1);
    }

    private static @Nullable RejectReason snapshotProblem(byte[] document, ScannedEvent event) {
        if (!isGiven(document, event, PROPERTIES_SESSION_ID)) {
            return RejectReason.MISSING_SESSION_ID;
        }
        if (!isSessionId(document, event.start(PROPERTIES_SESSION_ID), event.end(PROPERTIES_SESSION_ID))) {
            return RejectReason.INVALID_SESSION_ID;
        }
        if (!event.has(PROPERTIES_SNAPSHOT_DATA)) {
            return RejectReason.MISSING_SNAPSHOT_DATA;
        }
        byte first = document[event.start(PROPERTIES_SNAPSHOT_DATA)];
        return first == '[' || first == '{' ? null : RejectReason.MISSING_SNAPSHOT_DATA;
    }

    private static boolean isSessionId(byte[] document, int start, int end) {
        if (!JsonText.isString(document, start) || end - start - 2 > MAX_SESSION_ID_BYTES) {
            return false;
        }
        for (int i = start + 1; i < end - 1; i++) {
            byte b = document[i];
            boolean isLetter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
            if (!isLetter && !(b >= '0' && b <= '9') && b != '-') {
                return false;
            }
        }
        return true;
    }

    /** The reason as a sentence for the dead letter, with nothing from the event. */
    static String sentence(RejectReason reason) {
        return switch (reason) {
            case NOT_AN_OBJECT -> "the event or its properties are no JSON object";
            case MISSING_EVENT_NAME -> "event is missing, empty or no string";
            case MISSING_DISTINCT_ID -> "distinct_id is missing, null or empty";
            case INVALID_UUID -> "uuid is no UUID";
            case INVALID_COOKIELESS_MODE -> "properties.$cookieless_mode is neither true nor false";
            case MISSING_SESSION_ID -> "properties.$session_id of a $snapshot is missing";
            case INVALID_SESSION_ID ->
                "properties.$session_id is not 1 to " + MAX_SESSION_ID_BYTES + " ASCII letters, digits and '-'";
            case MISSING_SNAPSHOT_DATA -> "properties.$snapshot_data is missing or neither an array nor an object";
            case EVENT_TOO_LARGE -> "the event is larger than one event may be";
        };
    }
}
