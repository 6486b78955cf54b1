package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ledger.Balance;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BooksInForceTest {
    private final Balance balance = new Balance();
    private final ScriptedSpool spool = new ScriptedSpool();

    @BeforeEach
    void receiveSomething() {
        balance.open("shop", Outcomes.NONE, 0);
        balance.open("blog", Outcomes.NONE, 0);
        balance.received("shop", 3, new Outcomes(0, 0, 1, 0));
    }

    @Test
    void without_a_shared_spool_they_are_the_process_s_own() {
        assertThat(BooksInForce.snapshot(balance, spool)).isEqualTo(balance.snapshot());
    }

    @Test
    void with_a_shared_spool_they_are_those_of_all_replicas_and_every_project_has_some() {
        spool.shares(new Spool.Books(true, Map.of("shop", new Recovered(new Outcomes(90, 5, 3, 2), 7))));

        assertThat(BooksInForce.snapshot(balance, spool))
                .hasEntrySatisfying("shop", account -> {
                    assertThat(account.received()).isEqualTo(107);
                    assertThat(account.pending()).isEqualTo(7);
                })
                .hasEntrySatisfying(
                        "blog", account -> assertThat(account.received()).isZero());
    }

    @Test
    void before_the_shared_books_are_known_nothing_is_shown_rather_than_zeros() {
        spool.shares(new Spool.Books(false, Map.of()));

        assertThat(BooksInForce.snapshot(balance, spool)).isEmpty();
    }
}
