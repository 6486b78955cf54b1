package dev.sluice.report.crons;

import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import dev.sluice.ledger.Balance.Account;
import dev.sluice.report.Books;
import dev.sluice.spool.HourBooks;
import dev.sluice.spool.Spool.Outcomes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Checks the books: received = the five outcomes, for each project and each hour; and what the books call pending against
 * what the spool holds. The two of the latter move one after the other, so a difference counts only when every one of
 * {@value #LOOKS} looks over ten seconds has it; usually the first look finds none and is the only one.
 */
public final class Reconciliation implements Job {
    static final int LOOKS = 40;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Books books;
    private final Duration betweenLooks;

    public Reconciliation(Books books) {
        this(books, BETWEEN_LOOKS);
    }

    Reconciliation(Books books, Duration betweenLooks) {
        this.books = books;
        this.betweenLooks = betweenLooks;
    }

    /** What may be wrong; the sentences are the issues' titles. */
    private enum Kind {
        SUM("the books do not add up: received is not the sum of the five outcomes"),
        HOUR("the books of an hour do not add up: more events ended than were received"),
        MISSING("the books call more events pending than the spool holds"),
        LEFT_OVER("the spool holds events that the books call ended");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    /** @param project empty where it concerns all */
    private record Difference(Kind kind, String project) {
        Failure failure() {
            Failure failure = Failure.of(Category.DELIVERY, kind.sentence);
            return project.isEmpty() ? failure : failure.in(project);
        }
    }

    @Override
    public Monitor monitor() {
        return Monitor.RECONCILIATION;
    }

    @Override
    public Verdict run(Pause pause) throws InterruptedException {
        Set<Difference> lasting = look();
        for (int looks = 1; !lasting.isEmpty() && looks < LOOKS; looks++) {
            if (!pause.lasts(betweenLooks)) {
                return Verdict.WELL;
            }
            lasting.retainAll(look());
        }
        return lasting.isEmpty()
                ? Verdict.WELL
                : Verdict.failed(lasting.stream().map(Difference::failure).toList());
    }

    private Set<Difference> look() {
        Set<Difference> found = new HashSet<>();
        for (Map.Entry<String, Account> each : books.accounts().entrySet()) {
            if (!addsUp(each.getValue())) {
                found.add(new Difference(Kind.SUM, each.getKey()));
            }
        }
        for (HourBooks.Hour hour : books.hours()) {
            if (hour.pending() < 0) {
                found.add(new Difference(Kind.HOUR, hour.project()));
            }
        }
        if (books.isAlone()) {
            comparePending(found);
        }
        return found;
    }

    private static boolean addsUp(Account account) {
        Outcomes outcomes = account.outcomes();
        return account.received() == outcomes.sum() + account.pending()
                && account.pending() >= 0
                && Math.min(
                                Math.min(outcomes.delivered(), outcomes.duplicate()),
                                Math.min(outcomes.rejected(), outcomes.deadLettered()))
                        >= 0;
    }

    /**
     * An event is stored before it is booked and its end is booked before its frame is done, so the spool may be ahead by what is
     * under way, and by the events of a frame of which some wait for a retry. The books may not; and when they call nothing
     * pending, nothing may be left over.
     */
    private void comparePending(Set<Difference> found) {
        long before = books.pendingHere();
        long inSpool = books.pendingInSpool();
        long after = books.pendingHere();
        if (Math.min(before, after) > inSpool) {
            found.add(new Difference(Kind.MISSING, ""));
        }
        if (Math.max(before, after) == 0 && inSpool > 0) {
            found.add(new Difference(Kind.LEFT_OVER, ""));
        }
    }
}
