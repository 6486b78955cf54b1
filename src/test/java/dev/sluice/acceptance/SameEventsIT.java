package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.RunningGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser and a server tell of the same purchase, each in its own way, as another person and with another uuid. */
class SameEventsIT {
    private static final String TOKEN = "phc_sametoken";

    @TempDir
    Path folder;

    @Test
    void one_purchase_told_by_browser_and_server_arrives_once_and_another_one_too() throws Exception {
        Path file = Files.writeString(folder.resolve("sluice.yaml"), """
                projects:
                  - name: shop
                    token: phc_sametoken
                    duplicates:
                      - event: checkout_completed
                        by: [checkout_session_id]
                """);
        try (Upstream postHog = new Upstream()) {
            Map<String, String> environment = new HashMap<>(RunningGateway.deliveringTo(postHog.uri(), TOKEN));
            environment.put("SLUICE_CONFIG", file.toString());
            try (RunningGateway gateway = RunningGateway.start(folder.resolve("data"), environment)) {
                post(gateway, "/e/", """
                        [{"event":"checkout_completed","uuid":"0199aa00-0000-7000-8000-000000000001",
                          "properties":{"token":"phc_sametoken","distinct_id":"0199aa00-anonymous","$lib":"web",
                            "checkout_session_id":"cs_live_a1GpXJ0bMCMS0sLpz6SmlNhMBQjf1pV7lp6ttu5BYFSuhU3ql1RzsC3Hbt"}}]""");
                post(gateway, "/batch/", """
                        {"api_key":"phc_sametoken","batch":[
                          {"event":"checkout_completed","uuid":"0199aa00-0000-7000-8000-000000000002","distinct_id":"user-7",
                           "timestamp":"2026-11-20T10:00:00.000Z","properties":{"$lib":"posthog-node",
                            "checkout_session_id":"cs_live_a1GpXJ0bMCMS0sLpz6SmlNhMBQjf1pV7lp6ttu5BYFSuhU3ql1RzsC3Hbt"}},
                          {"event":"checkout_completed","uuid":"0199aa00-0000-7000-8000-000000000003","distinct_id":"user-8",
                           "properties":{"checkout_session_id":"cs_live_b1GpXJ0bMCMS0sLpz6SmlNhMBQjf1pV7lp6ttu5BYFSuhU3ql1RzsC3Hbt"}},
                          {"event":"checkout_completed","uuid":"0199aa00-0000-7000-8000-000000000004","distinct_id":"user-7",
                           "properties":{}}]}""");

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> gateway.metric("sluice_events_received_total") == 4
                                && gateway.metric("sluice_events_pending") == 0);
                assertThat(postHog.uuids())
                        .extracting(uuid -> uuid.toString().substring(35))
                        .containsExactlyInAnyOrder("1", "3", "4");
                assertThat(gateway.metric("sluice_events_duplicate_total")).isEqualTo(1);
            }
        }
    }

    private static void post(RunningGateway gateway, String path, String body) {
        assertThat(gateway.post(path, body.getBytes(UTF_8), "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(200);
    }
}
