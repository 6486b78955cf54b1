package dev.sluice.report.crons;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.report.sentry.TakingSentry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentryCheckInsTest {
    @ParameterizedTest
    @EnumSource(Monitor.class)
    void a_check_in_makes_its_own_monitor(Monitor monitor) {
        try (var sentry = new TakingSentry()) {
            new SentryCheckIns(sentry.endpoint()).ended(monitor, true, Duration.ofMillis(1500));

            JsonNode checkIn = sentry.items("check_in").getFirst();
            assertThat(checkIn.path("monitor_slug").asText()).isEqualTo(monitor.slug());
            assertThat(checkIn.path("status").asText()).isEqualTo("ok");
            assertThat(checkIn.path("duration").asDouble()).isEqualTo(1.5);
            assertThat(checkIn.path("environment").asText()).isEqualTo("staging");
            assertThat(checkIn.path("release").asText()).isEqualTo("sluice@9.9.9");
            JsonNode config = checkIn.path("monitor_config");
            assertThat(config.path("schedule").path("type").asText()).isEqualTo("interval");
            assertThat(config.path("schedule").path("value").isInt()).isTrue();
            assertThat(config.path("schedule").path("value").asInt()).isEqualTo(5);
            assertThat(config.path("schedule").path("unit").asText()).isEqualTo("minute");
            assertThat(config.path("checkin_margin").asInt()).isEqualTo(5);
            assertThat(config.path("failure_issue_threshold").asInt()).isEqualTo(monitor.failures());
        }
    }

    @Test
    void a_run_that_is_not_well_is_an_error_and_every_check_in_has_an_id_of_its_own() {
        try (var sentry = new TakingSentry()) {
            var checkIns = new SentryCheckIns(sentry.endpoint());
            checkIns.ended(Monitor.RELOAD, false, Duration.ZERO);
            checkIns.ended(Monitor.RELOAD, false, Duration.ZERO);

            assertThat(sentry.items("check_in"))
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each.path("status").asText()).isEqualTo("error"))
                    .extracting(each -> each.path("check_in_id").asText())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_sentry_that_refuses_or_is_away_stops_no_job() {
        var sentry = new TakingSentry();
        var checkIns = new SentryCheckIns(sentry.endpoint());
        sentry.server().answer(_ -> 429);
        checkIns.ended(Monitor.DELIVERY, true, Duration.ZERO);
        sentry.close();

        checkIns.ended(Monitor.DELIVERY, true, Duration.ZERO);

        assertThat(sentry.items("check_in"))
                .as("what was refused is not sent again")
                .hasSize(1);
    }

    @Test
    void slugs_are_what_dashboards_and_alerts_know() {
        Set<String> slugs =
                new TreeSet<>(Arrays.stream(Monitor.values()).map(Monitor::slug).toList());

        assertThat(slugs)
                .containsExactly("sluice-delivery", "sluice-reconciliation", "sluice-reload", "sluice-retention");
    }
}
