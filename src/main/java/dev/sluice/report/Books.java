package dev.sluice.report;

import dev.sluice.ledger.Balance;
import dev.sluice.ledger.Balance.Account;
import dev.sluice.spool.HourBooks;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolUnavailableException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The books as they are shown, and what the spool itself knows, for whoever compares the two. Thread-safe. */
public final class Books {
    private final Balance balance;
    private final Spool spool;
    private final InstantSource clock;

    public Books(Balance balance, Spool spool, InstantSource clock) {
        this.balance = balance;
        this.spool = spool;
        this.clock = clock;
    }

    /** Per project, as on {@code /metrics}. */
    public Map<String, Account> accounts() {
        return BooksInForce.snapshot(balance, spool);
    }

    /** How many events the books of this process say are pending. */
    public long pendingHere() {
        return balance.snapshot().values().stream().mapToLong(Account::pending).sum();
    }

    /** How many events the spool holds that are not done. */
    public long pendingInSpool() {
        return spool.status().pendingEvents();
    }

    /** Whether this process books alone what the spool holds, so that the two can be compared. */
    public boolean isAlone() {
        return spool.books().isEmpty() && spool.hours().isPresent();
    }

    /** The books by hour; none where the engine keeps none or cannot be asked now. */
    public List<HourBooks.Hour> hours() {
        try {
            return spool.hours().orElse(List.of());
        } catch (SpoolUnavailableException e) {
            return List.of();
        }
    }

    public double oldestPendingSeconds() {
        return Age.oldestPendingSeconds(spool.status(), clock);
    }
}
