package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testsupport.RecordingPostHog.Answer;
import dev.sluice.testsupport.RunningGateway;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway is asked what became of events, also after it was killed. */
class LedgerIT {
    private static final String TOKEN = "phc_ledgertoken";
    private static final String ADMIN = "a-token-of-the-ledgers-test";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dataDir;

    private final HttpClient http = HttpClient.newHttpClient();
    private Upstream postHog;
    private Map<String, String> environment;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        postHog = new Upstream();
        environment = new HashMap<>(RunningGateway.deliveringTo(postHog.uri(), TOKEN));
        environment.put("SLUICE_ADMIN_TOKEN", ADMIN);
        gateway = RunningGateway.start(dataDir, environment);
    }

    @AfterEach
    void stop() {
        gateway.close();
        postHog.close();
    }

    @Test
    void it_tells_what_became_of_each_event_before_and_after_a_kill() throws Exception {
        postHog.recording()
                .answer(request -> request.events().stream()
                                .anyMatch(event -> event.path("event").asText().equals("refused"))
                        ? Answer.status(400)
                        : Answer.ok());
        UUID delivered = UUID.randomUUID();
        UUID refused = UUID.randomUUID();
        UUID rejected = UUID.randomUUID();

        send(event(delivered, "\"event\":\"signup\"", "\"note\":\"write to jane.roe@example.org\""));
        send(event(delivered, "\"event\":\"signup\"", "\"note\":\"write to jane.roe@example.org\""));
        send(event(refused, "\"event\":\"refused\"", "\"n\":1"));
        send(event(UUID.randomUUID(), "\"event\":\"other\"", "\"n\":1")
                + ','
                + event(rejected, "\"event\":\"\"", "\"n\":1"));
        await().atMost(SOON).until(() -> gateway.metric("sluice_events_pending") == 0);

        assertTold(delivered, refused, rejected);
        gateway.kill();
        gateway = RunningGateway.start(dataDir, environment);
        assertTold(delivered, refused, rejected);
    }

    @Test
    void what_was_pending_at_a_kill_is_told_as_delivered_by_the_next_process() throws Exception {
        postHog.recording().answer(request -> Answer.status(503));
        UUID uuid = UUID.randomUUID();
        send(event(uuid, "\"event\":\"signup\"", "\"n\":1"));
        assertThat(outcomes(ask(uuid.toString()))).containsExactly("pending");

        gateway.kill();
        postHog.recording().answer(request -> Answer.ok());
        gateway = RunningGateway.start(dataDir, environment);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(outcomes(ask(uuid.toString()))).containsExactly("delivered"));
    }

    @Test
    void the_balance_by_hour_is_that_of_the_metrics_after_kills() throws Exception {
        try (LedgerLoader loader = new LedgerLoader(TOKEN, () -> gateway.uri("/batch/"))) {
            loader.start();
            for (int round = 0; round < 3; round++) {
                int before = loader.acknowledged().size();
                await().atMost(SOON).until(() -> loader.acknowledged().size() > before + 50);
                gateway.kill();
                gateway = RunningGateway.start(dataDir, environment);
            }
            loader.finish();
            await().atMost(SOON).until(() -> gateway.metric("sluice_events_pending") == 0);

            JsonNode hours = body(ask("balance")).path("hours");
            long received = sum(hours, "received");
            assertThat(received).isGreaterThanOrEqualTo(loader.acknowledged().size());
            assertThat(received)
                    .isEqualTo(sum(hours, "delivered")
                            + sum(hours, "duplicate")
                            + sum(hours, "rejected")
                            + sum(hours, "dead_lettered"));
            assertThat((double) received).isEqualTo(gateway.metric("sluice_events_received_total"));
            assertThat((double) sum(hours, "delivered")).isEqualTo(gateway.metric("sluice_events_delivered_total"));
        }
    }

    @Test
    void nobody_is_told_anything_without_the_token() {
        for (String address : List.of("/admin/ledger/" + UUID.randomUUID(), "/admin/ledger/balance")) {
            assertThat(gateway.get(address).statusCode()).isEqualTo(401);
            assertThat(gateway.get(address, "Authorization", "Bearer " + ADMIN + "x")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_ledger_that_cannot_be_opened_stops_no_event_and_says_so() throws Exception {
        gateway.close();
        Path ledger = dataDir.resolve("ledger");
        Files.move(ledger, dataDir.resolve("moved"));
        Files.writeString(ledger, "in the way");
        gateway = RunningGateway.start(dataDir, environment);
        UUID uuid = UUID.randomUUID();

        send(event(uuid, "\"event\":\"signup\"", "\"n\":1"));

        await().atMost(SOON).until(() -> postHog.uuids().contains(uuid));
        assertThat(ask(uuid.toString()).statusCode()).isEqualTo(503);
        assertThat(ask("balance").statusCode()).isEqualTo(200);
        assertThat(gateway.log()).contains("WARN").contains(ledger + " cannot be used");
    }

    @Test
    void it_says_what_is_wrong_with_a_question() throws Exception {
        assertThat(ask("not-a-uuid").statusCode()).isEqualTo(400);
        assertThat(ask(UUID.randomUUID().toString()).statusCode()).isEqualTo(404);
        assertThat(ask("balance?from=yesterday").statusCode()).isEqualTo(400);
    }

    private void assertTold(UUID delivered, UUID refused, UUID rejected) throws Exception {
        HttpResponse<String> story = ask(delivered.toString());
        assertThat(story.body()).doesNotContain("jane.roe");
        assertThat(outcomes(story)).containsExactlyInAnyOrder("delivered", "duplicate");
        for (JsonNode entry : body(story).path("entries")) {
            assertThat(entry.path("scrubbed").toString()).isEqualTo("[\"email\"]");
            if (entry.path("outcome").asText().equals("delivered")) {
                assertThat(entry.path("answer").asInt()).isEqualTo(200);
                assertThat(entry.path("batch").asLong()).isPositive();
            } else {
                assertThat(entry.path("duplicate_of").path("uuid").asText()).isEqualTo(delivered.toString());
            }
        }
        assertThat(outcomes(ask(refused.toString()))).containsExactly("dead_lettered");
        assertThat(body(ask(refused.toString()))
                        .path("entries")
                        .path(0)
                        .path("reason")
                        .asText())
                .isEqualTo("refused");
        assertThat(outcomes(ask(rejected.toString()))).containsExactly("rejected");
    }

    private void send(String events) {
        String body = "{\"api_key\":\"" + TOKEN + "\",\"batch\":[" + events + "]}";
        assertThat(gateway.post("/batch/", body.getBytes(UTF_8), "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(200);
    }

    private static String event(UUID uuid, String name, String property) {
        return "{\"uuid\":\"" + uuid + "\"," + name
                + ",\"distinct_id\":\"d-1\",\"timestamp\":\"2026-11-23T10:00:00Z\",\"properties\":{" + property + "}}";
    }

    private HttpResponse<String> ask(String what) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/admin/ledger/" + what))
                .header("Authorization", "Bearer " + ADMIN)
                .timeout(Duration.ofSeconds(20))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode body(HttpResponse<String> response) throws JsonProcessingException {
        return JSON.readTree(response.body());
    }

    private static List<String> outcomes(HttpResponse<String> response) throws JsonProcessingException {
        return body(response)
                .path("entries")
                .valueStream()
                .map(entry -> entry.path("outcome").asText())
                .toList();
    }

    private static long sum(JsonNode hours, String name) {
        return hours.valueStream().mapToLong(hour -> hour.path(name).asLong()).sum();
    }
}
