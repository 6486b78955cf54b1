package dev.sluice.report.crons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.failure.Category;
import dev.sluice.ledger.Balance;
import dev.sluice.report.Books;
import dev.sluice.spool.HourBooks;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private final Balance balance = new Balance();
    private final StagedSpool spool = new StagedSpool();
    private final AtomicInteger pauses = new AtomicInteger();
    private final Reconciliation job =
            new Reconciliation(new Books(balance, spool, InstantSource.system()), Duration.ofMillis(1));

    private Verdict run() throws InterruptedException {
        return job.run(time -> {
            pauses.incrementAndGet();
            return true;
        });
    }

    @Test
    void books_that_balance_are_looked_at_once() throws InterruptedException {
        balance.received("shop", 10, new Outcomes(0, 0, 2, 0));
        balance.ended("shop", new Outcomes(4, 1, 0, 1));
        spool.pending = () -> 4L;

        assertThat(run()).isEqualTo(Verdict.WELL);
        assertThat(pauses).hasValue(0);
    }

    @Test
    void events_that_the_spool_does_not_have_any_more_are_a_failure_of_delivery() throws InterruptedException {
        balance.received("shop", 10, Outcomes.NONE);
        spool.pending = () -> 9L;

        Verdict verdict = run();

        assertThat(verdict.isWell()).isFalse();
        assertThat(verdict.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.category()).isEqualTo(Category.DELIVERY);
            assertThat(failure.what()).isEqualTo("the books call more events pending than the spool holds");
        });
        assertThat(pauses).hasValue(Reconciliation.LOOKS - 1);
    }

    @Test
    void a_difference_that_passes_is_none() throws InterruptedException {
        balance.received("shop", 10, Outcomes.NONE);
        var looks = new AtomicInteger();
        spool.pending = () -> looks.incrementAndGet() < 5 ? 9L : 10L;

        assertThat(run()).isEqualTo(Verdict.WELL);
        assertThat(looks).hasValue(5);
    }

    @Test
    void two_differences_that_take_turns_are_none() throws InterruptedException {
        balance.received("shop", 1, Outcomes.NONE);
        var looks = new AtomicInteger();
        spool.pending = () -> {
            // The books follow the spool, late: now the one is ahead, now the other.
            boolean isOdd = looks.incrementAndGet() % 2 == 1;
            balance.ended("shop", new Outcomes(isOdd ? 0 : 1, 0, 0, 0));
            if (isOdd) {
                balance.received("shop", 1, Outcomes.NONE);
            }
            return isOdd ? 0L : 1L;
        };

        assertThat(run()).isEqualTo(Verdict.WELL);
    }

    @Test
    void events_under_way_are_no_difference() throws InterruptedException {
        balance.received("shop", 3, Outcomes.NONE);
        spool.pending = () -> 10L;

        assertThat(run()).isEqualTo(Verdict.WELL);
    }

    @Test
    void events_that_have_ended_and_whose_frames_are_never_done_are_a_failure() throws InterruptedException {
        balance.received("shop", 3, Outcomes.NONE);
        balance.ended("shop", new Outcomes(3, 0, 0, 0));
        spool.pending = () -> 3L;

        assertThat(run().failures())
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure.what()).isEqualTo("the spool holds events that the books call ended"));
    }

    @Test
    void an_hour_with_more_ends_than_arrivals_is_a_failure_of_its_project() throws InterruptedException {
        spool.hours = List.of(
                new HourBooks.Hour("blog", 0, 5, new Outcomes(5, 0, 0, 0)),
                new HourBooks.Hour("shop", 0, 5, new Outcomes(6, 0, 0, 0)));

        assertThat(run().failures()).singleElement().satisfies(failure -> {
            assertThat(failure.project()).isEqualTo("shop");
            assertThat(failure.category()).isEqualTo(Category.DELIVERY);
        });
    }

    @Test
    void where_replicas_share_the_spool_its_pending_is_not_that_of_one() throws InterruptedException {
        balance.received("shop", 10, Outcomes.NONE);
        spool.shared = Optional.of(new Spool.Books(true, Map.of()));

        assertThat(run()).isEqualTo(Verdict.WELL);
    }

    @Test
    void a_stop_ends_the_looks() throws InterruptedException {
        balance.received("shop", 10, Outcomes.NONE);

        assertThat(job.run(time -> false)).isEqualTo(Verdict.WELL);
    }
}
