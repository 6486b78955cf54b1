package dev.sluice.ledger;

import dev.sluice.event.DeadReason;
import dev.sluice.event.RejectReason;
import dev.sluice.spool.Spool.Outcomes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The books of each project: every event received is in exactly one of delivered, duplicate, rejected, dead-lettered and
 * pending. Each change moves its numbers in one step, and {@link #snapshot} sees all or nothing of a change, so the sum
 * holds at every moment.
 */
@Singleton
public final class Balance {
    private final Map<String, Account> accounts = new TreeMap<>();

    /** Takes over what a start found in the spool. Reasons are not kept across a start: these totals have none. */
    public synchronized void open(String project, Outcomes totals, long pending) {
        accounts.put(project, new Account(totals.sum() + pending, totals, pending, Reasons.NONE));
    }

    /** A request was accepted: its good events are in the spool, its bad ones were rejected or withheld. */
    public void received(String project, long stored, Outcomes ended) {
        received(project, stored, ended, Reasons.NONE);
    }

    /** The same, with the reasons of those that were rejected or withheld. */
    public synchronized void received(String project, long stored, Outcomes ended, Reasons reasons) {
        accounts.merge(project, new Account(stored + ended.sum(), ended, stored, reasons), Account::plus);
    }

    /** Events that were pending have their outcome. */
    public void ended(String project, Outcomes outcomes) {
        ended(project, outcomes, Reasons.NONE);
    }

    /** The same, with the reasons of those that were put aside. */
    public synchronized void ended(String project, Outcomes outcomes, Reasons reasons) {
        accounts.merge(project, new Account(0, outcomes, -outcomes.sum(), reasons), Account::plus);
    }

    public synchronized Map<String, Account> snapshot() {
        Map<String, Account> now = new TreeMap<>();
        accounts.forEach((project, account) -> now.put(project, account.settled()));
        return Map.copyOf(now);
    }

    /**
     * The five numbers and their sum.
     *
     * @param reasons of the rejected and dead-lettered ones, as far as they were told; never more than there are
     */
    public record Account(long received, Outcomes outcomes, long pending, Reasons reasons) {
        /**
         * The answer to a sender and the delivery of its events race, so an ending can be booked before its arrival.
         * Whatever ended did arrive: it counts as received, and pending is never below zero.
         */
        Account settled() {
            return pending >= 0 ? this : new Account(received - pending, outcomes, 0, reasons);
        }

        Account plus(Account other) {
            return new Account(
                    received + other.received,
                    outcomes.plus(other.outcomes),
                    pending + other.pending,
                    reasons.plus(other.reasons));
        }
    }

    /** How many events ended for which reason. */
    public record Reasons(Map<RejectReason, Long> rejected, Map<DeadReason, Long> deadLettered) {
        public static final Reasons NONE = new Reasons(Map.of(), Map.of());

        public Reasons {
            rejected = Map.copyOf(rejected);
            deadLettered = Map.copyOf(deadLettered);
        }

        /** So many events were put aside for one reason. */
        public static Reasons dead(DeadReason reason, long events) {
            return new Reasons(Map.of(), Map.of(reason, events));
        }

        Reasons plus(Reasons other) {
            // The usual case by far: good events have no reason, and must not cost a copy of two maps.
            if (other.rejected.isEmpty() && other.deadLettered.isEmpty()) {
                return this;
            }
            return new Reasons(sum(rejected, other.rejected), sum(deadLettered, other.deadLettered));
        }

        private static <K> Map<K, Long> sum(Map<K, Long> a, Map<K, Long> b) {
            Map<K, Long> sum = new HashMap<>(a);
            b.forEach((reason, events) -> sum.merge(reason, events, Long::sum));
            return sum;
        }
    }
}
