package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.DeadReason;
import dev.sluice.event.RejectReason;
import dev.sluice.ledger.Balance.Account;
import dev.sluice.ledger.Balance.Reasons;
import dev.sluice.spool.Spool.Outcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BalanceTest {
    private final Balance balance = new Balance();

    @Test
    void received_is_the_sum_of_the_five_after_every_change() {
        balance.open("shop", new Outcomes(10, 1, 2, 3), 4);
        balance.received("shop", 5, new Outcomes(0, 0, 1, 1));
        balance.ended("shop", new Outcomes(3, 1, 0, 1));

        Account account = account("shop");
        assertThat(account.received()).isEqualTo(27);
        assertThat(account.pending()).isEqualTo(4);
        assertThat(account.outcomes()).isEqualTo(new Outcomes(13, 2, 3, 5));
        assertThat(account.outcomes().sum() + account.pending()).isEqualTo(account.received());
    }

    @Test
    void an_ending_that_is_booked_before_its_arrival_counts_as_received() {
        balance.open("shop", Outcomes.NONE, 0);

        balance.ended("shop", new Outcomes(2, 0, 0, 0));
        Account early = account("shop");
        balance.received("shop", 3, Outcomes.NONE);
        Account after = account("shop");

        assertThat(early.pending()).isZero();
        assertThat(early.received()).isEqualTo(2);
        assertThat(after.pending()).isEqualTo(1);
        assertThat(after.received()).isEqualTo(3);
    }

    @Test
    void reasons_are_added_up_by_kind() {
        balance.received(
                "shop",
                1,
                new Outcomes(0, 0, 3, 1),
                new Reasons(
                        Map.of(RejectReason.INVALID_UUID, 2L, RejectReason.NOT_AN_OBJECT, 1L),
                        Map.of(DeadReason.SCRUB_FAILED, 1L)));
        balance.received(
                "shop", 0, new Outcomes(0, 0, 1, 0), new Reasons(Map.of(RejectReason.INVALID_UUID, 1L), Map.of()));
        balance.ended("shop", new Outcomes(0, 0, 0, 1), Reasons.dead(DeadReason.REFUSED, 1));

        Reasons reasons = account("shop").reasons();
        assertThat(reasons.rejected())
                .containsOnly(Map.entry(RejectReason.INVALID_UUID, 3L), Map.entry(RejectReason.NOT_AN_OBJECT, 1L));
        assertThat(reasons.deadLettered())
                .containsOnly(Map.entry(DeadReason.SCRUB_FAILED, 1L), Map.entry(DeadReason.REFUSED, 1L));
    }

    @Test
    void the_sum_holds_in_every_snapshot_while_others_write() throws Exception {
        int rounds = 2_000;
        try (ExecutorService writers = Executors.newFixedThreadPool(3)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                running.add(writers.submit(() -> {
                    for (int i = 0; i < rounds; i++) {
                        balance.received("shop", 3, new Outcomes(0, 0, 1, 0));
                        balance.ended("shop", new Outcomes(2, 1, 0, 0));
                    }
                }));
            }
            while (running.stream().anyMatch(task -> !task.isDone())) {
                balance.snapshot()
                        .forEach((project, account) -> assertThat(
                                        account.outcomes().sum() + account.pending())
                                .isEqualTo(account.received()));
            }
            for (Future<?> task : running) {
                task.get();
            }
        }

        assertThat(account("shop").received()).isEqualTo(4L * 3 * rounds);
        assertThat(account("shop").pending()).isZero();
    }

    private Account account(String project) {
        return balance.snapshot().getOrDefault(project, new Account(-1, Outcomes.NONE, 0, Reasons.NONE));
    }
}
