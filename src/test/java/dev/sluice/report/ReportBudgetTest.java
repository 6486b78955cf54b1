package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReportBudgetTest {
    private long now = 5;
    private final ReportBudget budget = new ReportBudget(() -> now);

    @Test
    void the_first_of_a_kind_goes_at_once_and_the_next_later_with_the_number_of_those_between() {
        assertThat(budget.admit("redis")).hasValue(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(budget.admit("redis")).isEmpty();
        }

        pass(ReportBudget.APART);

        assertThat(budget.admit("redis")).hasValue(1_000);
        assertThat(budget.admit("redis")).isEmpty();
    }

    @Test
    void kinds_do_not_hold_each_other_back() {
        assertThat(budget.admit("redis")).hasValue(0);
        assertThat(budget.admit("postgres")).hasValue(0);
    }

    @Test
    void however_many_kinds_there_are_all_together_are_bounded() {
        int admitted = 0;
        for (int i = 0; i < 100_000; i++) {
            admitted += budget.admit("kind " + i).isPresent() ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(ReportBudget.BURST);

        pass(ReportBudget.REFILL.multipliedBy(2));
        for (int i = 0; i < 100; i++) {
            admitted += budget.admit("later " + i).isPresent() ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(ReportBudget.BURST + 2);
    }

    @Test
    void what_the_common_bound_held_back_is_counted_too() {
        for (int i = 0; i < ReportBudget.BURST; i++) {
            assertThat(budget.admit("kind " + i)).hasValue(0);
        }
        assertThat(budget.admit("one more")).isEmpty();

        pass(ReportBudget.REFILL);

        assertThat(budget.admit("one more")).hasValue(1);
    }

    @Test
    void a_kind_is_forgotten_when_many_newer_ones_have_come() {
        assertThat(budget.admit("first")).hasValue(0);
        for (int i = 0; i < ReportBudget.KINDS; i++) {
            budget.admit("kind " + i);
        }
        pass(ReportBudget.REFILL.multipliedBy(ReportBudget.BURST).minus(Duration.ofSeconds(1)));

        assertThat(budget.admit("first")).hasValue(0);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
