package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final long ANNA = 7;
    private static final long BERT = 8;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void a_burst_passes_at_once_and_then_the_rate() {
        RateLimits limits = limits("limits: {events_per_second: 10, burst: 50}");

        assertThat(admittedOneByOne(limits, 60, RateLimits.NO_ONE_SENDER)).isEqualTo(50);
        seconds(2);
        assertThat(admittedOneByOne(limits, 60, RateLimits.NO_ONE_SENDER)).isEqualTo(20);
        seconds(1000);
        assertThat(admittedOneByOne(limits, 60, RateLimits.NO_ONE_SENDER)).isEqualTo(50);
        assertThat(limits.refused("shop", Scope.PROJECT)).isEqualTo(10 + 40 + 10);
    }

    @Test
    void a_request_larger_than_the_burst_passes_after_a_rest_and_is_made_up_for() {
        RateLimits limits = limits("limits: {events_per_second: 10, burst: 50}");

        assertThat(limits.admit("shop", 150, RateLimits.NO_ONE_SENDER)).isZero();
        // 100 events of debt, and one more before anything passes.
        assertThat(limits.admit("shop", 1, RateLimits.NO_ONE_SENDER)).isEqualTo(11);
        seconds(10);
        assertThat(limits.admit("shop", 1, RateLimits.NO_ONE_SENDER)).isEqualTo(1);
        seconds(1);
        assertThat(limits.admit("shop", 1, RateLimits.NO_ONE_SENDER)).isZero();
    }

    @Test
    void a_wild_sender_is_slowed_and_the_others_are_not() {
        RateLimits limits =
                limits("limits: {events_per_second: 1000, burst: 1000, per_sender: {events_per_second: 1, burst: 5}}");

        assertThat(admittedOneByOne(limits, 20, ANNA)).isEqualTo(5);
        assertThat(admittedOneByOne(limits, 20, BERT)).isEqualTo(5);
        assertThat(limits.admit("shop", 100, RateLimits.NO_ONE_SENDER)).isZero();
        assertThat(limits.refused("shop", Scope.SENDER)).isEqualTo(30);
        assertThat(limits.refused("shop", Scope.PROJECT)).isZero();
    }

    @Test
    void what_the_project_refuses_is_not_counted_against_the_sender() {
        RateLimits limits =
                limits("limits: {events_per_second: 1, burst: 5, per_sender: {events_per_second: 1, burst: 100}}");
        assertThat(limits.admit("shop", 10, BERT)).isZero();

        assertThat(admittedOneByOne(limits, 1000, ANNA)).isZero();
        seconds(6);
        assertThat(limits.admit("shop", 100, ANNA)).isZero();
        assertThat(limits.refused("shop", Scope.SENDER)).isZero();
    }

    @Test
    void projects_do_not_share_a_limit() {
        RateLimits limits = limits("limits: {events_per_second: 1, burst: 3}");

        assertThat(admittedOneByOne(limits, 5, ANNA)).isEqualTo(3);
        assertThat(limits.admit("blog", 3, ANNA)).isZero();
    }

    @Test
    void only_so_many_senders_are_remembered() {
        LimitSet set = Limits.of("limits: {per_sender: {events_per_second: 1, burst: 1}}");
        RateLimits limits = new RateLimits(set, 1_000, nanos::get);

        for (long sender = 1; sender <= 50_000; sender++) {
            assertThat(limits.admit("shop", 1, sender)).isZero();
        }

        assertThat(limits.senders().size()).isEqualTo(1_000);
        assertThat(limits.admit("shop", 1, 50_000)).isPositive();
    }

    @Test
    void other_limits_count_at_once_and_keep_what_was_sent() {
        RateLimits limits = limits("limits: {events_per_second: 1, burst: 100}");
        assertThat(limits.admit("shop", 90, ANNA)).isZero();

        limits.replace(Limits.of("limits: {events_per_second: 1, burst: 5}"));
        assertThat(admittedOneByOne(limits, 20, ANNA)).isEqualTo(5);

        limits.replace(LimitSet.NONE);
        assertThat(admittedOneByOne(limits, 20, ANNA)).isEqualTo(20);
    }

    @Test
    void an_operators_factor_loosens_tightens_and_stops() {
        RateLimits limits = limits("limits: {events_per_second: 10, burst: 10}");
        assertThat(admittedOneByOne(limits, 20, ANNA)).isEqualTo(10);

        factor(limits, 3);
        seconds(100);
        assertThat(admittedOneByOne(limits, 100, ANNA)).isEqualTo(30);
        factor(limits, 0.01);
        seconds(100);
        assertThat(admittedOneByOne(limits, 100, ANNA)).isEqualTo(1);
        factor(limits, 0);
        seconds(1000);
        assertThat(admittedOneByOne(limits, 100, ANNA)).isZero();
        assertThat(limits.admit("shop", 1, ANNA)).isEqualTo(300);
    }

    private static void factor(RateLimits limits, double factor) {
        limits.tenants().forEach(tenant -> tenant.multiplier(factor));
    }

    private RateLimits limits(String yaml) {
        return new RateLimits(Limits.of(yaml), 100, nanos::get);
    }

    private void seconds(long count) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(count));
    }

    private static int admittedOneByOne(RateLimits limits, int events, long sender) {
        int admitted = 0;
        for (int i = 0; i < events; i++) {
            admitted += limits.admit("shop", 1, sender) == 0 ? 1 : 0;
        }
        return admitted;
    }
}
