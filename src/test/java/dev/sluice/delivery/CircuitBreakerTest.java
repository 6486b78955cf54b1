package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final long SECOND = 1_000_000_000L;

    private final CircuitBreaker breaker =
            new CircuitBreaker(5, new RetrySchedule(Duration.ofSeconds(1), Duration.ofSeconds(5)), () -> 0.5);

    @Test
    void four_failures_leave_it_closed() {
        fail(4);

        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.nanosUntilNext(0)).isZero();
    }

    @Test
    void the_fifth_opens_it_and_one_probe_at_a_time_may_go() {
        fail(5);

        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.nanosUntilNext(0)).isEqualTo(SECOND / 2);
        assertThat(breaker.nanosUntilNext(SECOND)).isZero();
        assertThat(breaker.begin()).isTrue();
        assertThat(breaker.nanosUntilNext(2 * SECOND)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void probes_get_further_apart_up_to_the_cap() {
        fail(5);
        for (int i = 0; i < 10; i++) {
            breaker.begin();
            breaker.failed(true, Duration.ZERO, 0);
        }

        assertThat(breaker.nanosUntilNext(0)).isEqualTo(5 * SECOND / 2);
    }

    @Test
    void a_success_closes_it() {
        fail(5);
        breaker.begin();

        assertThat(breaker.answered()).isTrue();
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.nanosUntilNext(0)).isZero();
    }

    @Test
    void failures_of_requests_sent_before_it_opened_do_not_end_the_probe() {
        fail(5);
        breaker.begin();

        breaker.failed(false, Duration.ZERO, 0);

        assertThat(breaker.nanosUntilNext(10 * SECOND)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_probe_that_never_went_out_makes_way_for_the_next() {
        fail(5);
        assertThat(breaker.begin()).isTrue();

        breaker.cancelled(true);

        assertThat(breaker.nanosUntilNext(10 * SECOND)).isZero();
        assertThat(breaker.begin()).isTrue();
    }

    @Test
    void what_the_upstream_asks_for_is_kept_while_closed() {
        breaker.begin();
        breaker.failed(false, Duration.ofSeconds(7), 0);

        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.nanosUntilNext(SECOND)).isEqualTo(6 * SECOND);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.begin();
            breaker.failed(false, Duration.ZERO, 0);
        }
    }
}
