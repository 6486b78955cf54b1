package dev.sluice.report.crons;

import dev.sluice.delivery.DeliveryStatus;
import dev.sluice.delivery.PostHogState;
import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import dev.sluice.report.Books;
import dev.sluice.spool.Spool.Outcomes;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether delivery lives: its loop turns, several times a second, and while PostHog takes events, old ones do not lie there
 * with nothing having ended since the last look. PostHog being away is no failure of the loop and is told elsewhere.
 */
public final class DeliveryHeartbeat implements Job {
    /** A turn waits for nothing that has not a deadline below this. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final double OLD_SECONDS = 15 * 60.0;

    private final LongSupplier turns;
    private final Supplier<DeliveryStatus> status;
    private final Books books;
    private final Duration longestTurn;
    private long endedAtLastRun = -1;

    /** @param turns how often the loop has turned since the start */
    public DeliveryHeartbeat(LongSupplier turns, Supplier<DeliveryStatus> status, Books books) {
        this(turns, status, books, LONGEST_TURN);
    }

    DeliveryHeartbeat(LongSupplier turns, Supplier<DeliveryStatus> status, Books books, Duration longestTurn) {
        this.turns = turns;
        this.status = status;
        this.books = books;
        this.longestTurn = longestTurn;
    }

    @Override
    public Monitor monitor() {
        return Monitor.DELIVERY;
    }

    @Override
    public Verdict run(Pause pause) throws InterruptedException {
        long before = turns.getAsLong();
        long began = System.nanoTime();
        while (turns.getAsLong() == before) {
            if (System.nanoTime() - began > longestTurn.toNanos()) {
                return Verdict.failed(Failure.of(Category.DELIVERY, "the delivery loop does not turn any more"));
            }
            if (!pause.lasts(BETWEEN_LOOKS)) {
                return Verdict.WELL;
            }
        }
        return isStuck()
                ? Verdict.failed(Failure.of(
                        Category.DELIVERY, "old events are pending and none has ended, though PostHog takes events"))
                : Verdict.WELL;
    }

    private boolean isStuck() {
        long ended = books.accounts().values().stream()
                .mapToLong(account -> delivered(account.outcomes()))
                .sum();
        boolean moved = ended != endedAtLastRun;
        endedAtLastRun = ended;
        DeliveryStatus now = status.get();
        return !moved
                && now.posthog() == PostHogState.OK
                && !now.circuitOpen()
                && books.oldestPendingSeconds() > OLD_SECONDS;
    }

    private static long delivered(Outcomes outcomes) {
        return outcomes.delivered() + outcomes.duplicate() + outcomes.deadLettered();
    }
}
