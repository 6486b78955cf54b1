package dev.sluice.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one arrival of an event.
 *
 * @param project configured name
 * @param receivedAt when the gateway received it
 * @param kinds labels of the kinds of personal data that were found in it; empty if that is not known
 */
record Story(String project, Instant receivedAt, Optional<List<String>> kinds, Fate fate) {

    /** What became of it. Times are exact to the second. */
    sealed interface Fate {
        record Pending() implements Fate {}

        /** @param request number of the upstream request; 0 if it is not known */
        record Delivered(long request, int status, Instant at) implements Fate {}

        record Duplicate(Instant at) implements Fate {}

        record DeadLettered(String reason, Instant at) implements Fate {}

        record Rejected(String reason, Instant at) implements Fate {}
    }
}
