package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.report.sentry.TakingSentry;
import dev.sluice.testsupport.RunningGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged gateway lets Sentry's Crons and release health know, through a kill and a stop. */
class CronsIT {
    private static final String TOKEN = "phc_crons";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void every_job_checks_in_after_the_start_and_a_kill_and_a_stop_are_told_apart() throws Exception {
        Path data = folder.resolve("data");
        Path file = Files.writeString(
                folder.resolve("sluice.yaml"), "projects:\n  - name: shop\n    token: " + TOKEN + "\n", UTF_8);
        try (TakingSentry sentry = new TakingSentry();
                Upstream postHog = new Upstream()) {
            Map<String, String> environment = Map.of(
                    "SLUICE_CONFIG",
                    file.toString(),
                    "POSTHOG_HOST",
                    postHog.uri().toString(),
                    "SENTRY_DSN",
                    "http://publickey@127.0.0.1:" + sentry.server().port() + "/42",
                    "SENTRY_ENVIRONMENT",
                    "staging");

            RunningGateway killed = RunningGateway.start(data, environment);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(sentry.items("check_in"))
                            .extracting(each -> each.path("monitor_slug").asText())
                            .containsExactlyInAnyOrder(
                                    "sluice-delivery", "sluice-retention", "sluice-reconciliation", "sluice-reload"));
            await().atMost(SOON).until(() -> statuses(sentry).equals(List.of("ok")));
            killed.kill();
            killed.close();

            try (RunningGateway gateway = RunningGateway.start(data, environment)) {
                await().atMost(SOON).until(() -> statuses(sentry).equals(List.of("ok", "abnormal", "ok")));
                await().atMost(SOON).until(() -> sentry.items("check_in").size() == 8);
                assertThat(gateway.get("/health").body()).contains("\"sentry\":\"enabled\"");
            }

            await().atMost(SOON).until(() -> statuses(sentry).equals(List.of("ok", "abnormal", "ok", "exited")));
            List<JsonNode> sessions = sentry.items("session");
            assertThat(sessions.get(1).path("sid")).isEqualTo(sessions.get(0).path("sid"));
            assertThat(sessions.get(3).path("sid")).isEqualTo(sessions.get(2).path("sid"));
            assertThat(sentry.items("check_in"))
                    .as("a stop is no error")
                    .hasSize(8)
                    .allSatisfy(each -> assertThat(each.path("status").asText()).isEqualTo("ok"));
        }
    }

    private static List<String> statuses(TakingSentry sentry) {
        return sentry.items("session").stream()
                .map(each -> each.path("status").asText())
                .toList();
    }
}
