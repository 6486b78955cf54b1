package dev.sluice.tunnel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tunnel.LimitsInForce;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms are those of Sentry's developer documentation, "Rate Limiting". */
class SentryLimitsTest {
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final SentryLimits limits = new SentryLimits(new Clock());

    @Test
    void nothing_is_limited_before_sentry_says_so() {
        assertThat(limits.inForce()).isSameAs(LimitsInForce.NONE);
    }

    @Test
    void each_named_category_is_limited_until_its_time_is_over() {
        limits.hear(List.of("60:transaction;span:organization:quota, 2700:error:organization"));

        assertThat(limits.inForce().isLimited("transaction")).isTrue();
        assertThat(limits.inForce().isLimited("span")).isTrue();
        assertThat(limits.inForce().isLimited("session")).isFalse();
        assertThat(limits.inForce().header())
                .isEqualTo("2700:error:organization, 60:span:organization, 60:transaction:organization");
        now = now.plusSeconds(61);
        assertThat(limits.inForce().isLimited("transaction")).isFalse();
        assertThat(limits.inForce().isLimited("error")).isTrue();
        assertThat(limits.inForce().header()).isEqualTo("2639:error:organization");
        now = now.plusSeconds(2639);
        assertThat(limits.inForce()).isSameAs(LimitsInForce.NONE);
    }

    @Test
    void no_category_means_all() {
        limits.hear(List.of("60::organization"));

        assertThat(limits.inForce().isLimited("error")).isTrue();
        assertThat(limits.inForce().isLimited("replay")).isTrue();
        assertThat(limits.inForce().header()).isEqualTo("60::organization");
        assertThat(limits.inForce().retryAfterSeconds()).isEqualTo(60);
    }

    @Test
    void the_longest_limit_of_a_category_holds() {
        limits.hear(List.of("100:error:key", "10:error;replay:organization"));
        limits.hear(List.of("50:error:project"));

        assertThat(limits.inForce().header()).isEqualTo("100:error:organization, 10:replay:organization");
        assertThat(limits.inForce().retryAfterSeconds()).isEqualTo(100);
    }

    @Test
    void unknown_categories_limit_nothing_and_take_no_memory() {
        for (int i = 0; i < 10_000; i++) {
            limits.hear(List.of("60:category" + i + ";metric_bucket:organization:quota:custom"));
        }

        assertThat(limits.inForce()).isSameAs(LimitsInForce.NONE);
    }

    @Test
    void a_limit_without_seconds_holds_for_a_minute_and_none_for_more_than_the_most() {
        limits.hear(List.of("soon:error", "99999999999999999999:replay:organization", "1000000:span"));

        assertThat(limits.inForce().header())
                .isEqualTo("60:error:organization, 3600:replay:organization, 3600:span:organization");
    }

    @Test
    void whatever_else_stands_there_is_stepped_over() {
        limits.hear(List.of("", ",", ", ,", "0:error", ":", "::", "7", " 5 : error ; span : x , 6:session"));

        assertThat(limits.inForce().header())
                .isEqualTo("60::organization, 5:error:organization, 6:session:organization, 5:span:organization");
    }

    @Test
    void an_answer_without_categories_limits_all() {
        limits.limitAll(Duration.ofSeconds(30));

        assertThat(limits.inForce().header()).isEqualTo("30::organization");
    }

    private final class Clock implements InstantSource {
        @Override
        public Instant instant() {
            return now;
        }
    }
}
