package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainPlanTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 10, 30, 600})
    void what_comes_one_after_the_other_fits_into_the_whole(long seconds) {
        DrainPlan plan = new DrainPlan(Duration.ofSeconds(seconds));

        assertThat(plan.notice()).isPositive();
        assertThat(plan.notice().plus(plan.requests())).isLessThan(plan.delivery());
        assertThat(plan.delivery()).isLessThan(plan.patience());
        assertThat(plan.patience()).isLessThan(plan.whole());
    }
}
