package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Delivery.Delivered;
import dev.sluice.delivery.Delivery.Refused;
import dev.sluice.delivery.Delivery.TooLarge;
import dev.sluice.delivery.Delivery.TryLater;
import dev.sluice.testsupport.Seeds;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final RetrySchedule SCHEDULE = DeliveryOptions.DEFAULT.retry();

    @Test
    void the_span_doubles_from_half_a_second_to_a_minute() {
        assertThat(SCHEDULE.delay(1, 0.999)).isBetween(Duration.ofMillis(490), Duration.ofMillis(500));
        assertThat(SCHEDULE.delay(3, 0.5)).isEqualTo(Duration.ofSeconds(1));
        assertThat(SCHEDULE.delay(50, 0.5)).isEqualTo(Duration.ofSeconds(30));
    }

    @Property(seed = Seeds.SUITE, tries = 200)
    void a_delay_is_never_negative_nor_above_the_cap(
            @ForAll @IntRange(min = 1) int failures, @ForAll @DoubleRange(min = 0, max = 0.99) double random) {
        assertThat(SCHEDULE.delay(failures, random)).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void retry_after_is_seconds_or_a_date_and_never_more_than_five_minutes() {
        assertThat(RetryAfter.parse("17", NOW)).isEqualTo(Duration.ofSeconds(17));
        assertThat(RetryAfter.parse("Sun, 22 Nov 2026 10:00:09 GMT", NOW)).isEqualTo(Duration.ofSeconds(9));
        assertThat(RetryAfter.parse("Sun, 22 Nov 2026 09:00:00 GMT", NOW)).isZero();
        assertThat(RetryAfter.parse("86400", NOW)).isEqualTo(Duration.ofMinutes(5));
        assertThat(RetryAfter.parse("99999999999999999999", NOW)).isEqualTo(Duration.ofMinutes(5));
        assertThat(RetryAfter.parse("soon", NOW)).isZero();
        assertThat(RetryAfter.parse(null, NOW)).isZero();
    }

    @Test
    void only_400_and_413_blame_the_events() {
        assertThat(PostHogClient.meaning(200, Duration.ZERO)).isInstanceOf(Delivered.class);
        assertThat(PostHogClient.meaning(400, Duration.ZERO)).isEqualTo(new Refused(400));
        assertThat(PostHogClient.meaning(413, Duration.ZERO)).isInstanceOf(TooLarge.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 402, 408, 425, 429, 500, 502, 503, 504})
    void what_passes_is_tried_again_when_the_upstream_says(int status) {
        assertThat(PostHogClient.meaning(status, Duration.ofSeconds(3)))
                .isInstanceOfSatisfying(
                        TryLater.class, later -> assertThat(later.after()).isEqualTo(Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 415, 422})
    void what_an_operator_must_change_keeps_the_events_and_waits_long(int status) {
        assertThat(PostHogClient.meaning(status, Duration.ZERO))
                .isInstanceOfSatisfying(
                        TryLater.class,
                        later -> assertThat(later.after()).isGreaterThanOrEqualTo(Duration.ofSeconds(30)));
    }
}
