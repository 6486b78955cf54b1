package dev.sluice.report;

import dev.sluice.ledger.Balance;
import dev.sluice.ledger.Balance.Account;
import dev.sluice.ledger.Balance.Reasons;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import java.util.Map;
import java.util.TreeMap;

/**
 * The books to show: this process's own, or with a shared spool those of the whole installation, which every replica shows
 * alike. Reasons of single replicas are left out there, since they would not add up with the numbers of all.
 */
final class BooksInForce {
    private BooksInForce() {}

    static Map<String, Account> snapshot(Balance balance, Spool spool) {
        return spool.books().map(books -> shared(balance, books)).orElseGet(balance::snapshot);
    }

    private static Map<String, Account> shared(Balance balance, Spool.Books books) {
        if (!books.known()) {
            // Zeros now and the true numbers in a moment would look like a burst of events.
            return Map.of();
        }
        Map<String, Account> accounts = new TreeMap<>();
        balance.snapshot().keySet().forEach(project -> accounts.put(project, account(new Recovered(Outcomes.NONE, 0))));
        books.accounts().forEach((project, recovered) -> accounts.put(project, account(recovered)));
        return accounts;
    }

    private static Account account(Recovered recovered) {
        return new Account(
                recovered.totals().sum() + recovered.pending(), recovered.totals(), recovered.pending(), Reasons.NONE);
    }
}
