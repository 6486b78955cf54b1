package dev.sluice.ledger;

import dev.sluice.spool.Spool.Outcomes;
import jakarta.inject.Singleton;
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

    /** Takes over what a start found in the spool. */
    public synchronized void open(String project, Outcomes totals, long pending) {
        accounts.put(project, new Account(totals.sum() + pending, totals, pending));
    }

    /** A request was accepted: its good events are in the spool, its bad ones were rejected or withheld. */
    public synchronized void received(String project, long stored, Outcomes ended) {
        accounts.merge(project, new Account(stored + ended.sum(), ended, stored), Account::plus);
    }

    /** Events that were pending have their outcome. */
    public synchronized void ended(String project, Outcomes outcomes) {
        accounts.merge(project, new Account(0, outcomes, -outcomes.sum()), Account::plus);
    }

    public synchronized Map<String, Account> snapshot() {
        return Map.copyOf(accounts);
    }

    /** The five numbers and their sum. */
    public record Account(long received, Outcomes outcomes, long pending) {
        Account plus(Account other) {
            return new Account(received + other.received, outcomes.plus(other.outcomes), pending + other.pending);
        }
    }
}
