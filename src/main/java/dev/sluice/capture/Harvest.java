package dev.sluice.capture;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.event.DeadReason;
import dev.sluice.event.RejectReason;
import dev.sluice.event.SafeEvent;
import dev.sluice.ledger.Balance.Reasons;
import dev.sluice.limit.RateLimits;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one request. Nothing of it is stored or counted yet.
 *
 * @param events complete and scrubbed, in the order of the request
 * @param rejected how many events PostHog would refuse, by reason
 * @param unfinished those that the firewall did not finish; null if there are none
 * @param redactions how many values the firewall took out or replaced
 * @param letters for those that were rejected or withheld, as far as letters are kept for one request
 */
record Harvest(
        String project,
        long receivedAtMillis,
        List<SafeEvent> events,
        Map<RejectReason, Integer> rejected,
        @Nullable WithheldEvents unfinished,
        int redactions,
        List<DeadLetter> letters) {

    int withheld() {
        return unfinished == null ? 0 : unfinished.events();
    }

    int rejectedCount() {
        int sum = 0;
        for (int count : rejected.values()) {
            sum += count;
        }
        return sum;
    }

    /** Events of whatever fate. */
    int brought() {
        return events.size() + rejectedCount() + withheld();
    }

    /** The number of the person of whom all events are; {@link RateLimits#NO_ONE_SENDER} where there is no such person. */
    long sender() {
        if (events.isEmpty()) {
            return RateLimits.NO_ONE_SENDER;
        }
        long person = events.getFirst().person();
        for (SafeEvent event : events) {
            if (event.person() != person) {
                return RateLimits.NO_ONE_SENDER;
            }
        }
        return person;
    }

    /** For the books. */
    Reasons reasons() {
        if (rejected.isEmpty() && withheld() == 0) {
            return Reasons.NONE;
        }
        Map<RejectReason, Long> counts = new EnumMap<>(RejectReason.class);
        rejected.forEach((reason, count) -> counts.put(reason, (long) count));
        return new Reasons(counts, withheld() == 0 ? Map.of() : Map.of(DeadReason.SCRUB_FAILED, (long) withheld()));
    }

    /** Whether nothing of the request is of use, through the fault of its sender alone. */
    boolean isAllRejected() {
        return events.isEmpty() && withheld() == 0 && !rejected.isEmpty();
    }
}
