package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testsupport.RecordingPostHog.Answer;
import dev.sluice.testsupport.RecordingPostHog.Received;
import dev.sluice.testsupport.RecordingServer;
import dev.sluice.testsupport.RunningGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request's trace and its id come to behind the 200, with a kill in between. */
class TraceHopIT {
    private static final String TOKEN = "phc_tracehoptoken";
    private static final String SECRET = "the token of the operators";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PAGE_SPAN = "00f067aa0ba902b7";
    private static final String REQUEST = "a3f1c2d4e5b60718a3f1c2d4e5b60718";
    private static final String REPLAY = "b3f1c2d4e5b60718a3f1c2d4e5b60719";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    private Upstream postHog;
    private RecordingServer collector;
    private Map<String, String> environment;

    @BeforeEach
    void start() {
        postHog = new Upstream();
        collector = RecordingServer.start();
        postHog.recording().answer(request -> Answer.status(503));
        environment = RunningGateway.deliveringTo(postHog.uri(), TOKEN);
        environment.put("SLUICE_ADMIN_TOKEN", SECRET);
    }

    @AfterEach
    void stop() {
        collector.close();
        postHog.close();
    }

    @Test
    void the_trace_of_a_page_reaches_posthog_after_a_kill() {
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.uri().toString());
        environment.put("SENTRY_TRACES_SAMPLE_RATE", "1");
        killWhileDelivering("1");

        postHog.recording().answer(request -> Answer.ok());
        try (RunningGateway _ = RunningGateway.start(data, environment)) {
            await().atMost(PATIENCE).until(() -> postHog.events().size() == 1);
        }

        assertThat(postHog.recording().requests())
                .hasSizeGreaterThan(1)
                .allSatisfy(request -> assertCarries(request, "1"))
                .allSatisfy(request -> assertThat(header(request, "traceparent"))
                        .as("the span of the attempt, and not the page's own")
                        .doesNotContain(PAGE_SPAN));
        assertThat(postHog.recording().requests())
                .extracting(request -> header(request, "traceparent"))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_trace_that_the_page_does_not_record_reaches_posthog_as_such_and_the_request_its_letters()
            throws IOException {
        killWhileDelivering("0");

        postHog.recording().answer(request -> Answer.status(400));
        try (RunningGateway gateway = RunningGateway.start(data, environment)) {
            await().atMost(PATIENCE).until(() -> gateway.metric("sluice_events_dead_lettered_total") == 1);
            assertThat(postHog.recording().requests()).allSatisfy(request -> {
                assertCarries(request, "0");
                assertThat(header(request, "sentry-trace")).isEqualTo(TRACE + "-" + PAGE_SPAN + "-0");
            });
            assertThat(letters(gateway, "?request=" + REQUEST))
                    .extracting(letter -> letter.path("reason").asText())
                    .containsExactlyInAnyOrder("refused", "missing_distinct_id");
            assertThat(gateway.log()).contains("request " + REQUEST);

            String refused =
                    letters(gateway, "?reason=refused").getFirst().path("id").asText();
            gateway.post(
                    "/admin/dead-letters/" + refused + "/replay",
                    new byte[0],
                    "Authorization",
                    "Bearer " + SECRET,
                    "X-Request-Id",
                    REPLAY);
            await().atMost(PATIENCE)
                    .until(() -> letters(gateway, "?request=" + REPLAY).size() == 1);
        }
    }

    /** One event that PostHog would take and one that it never gets, of one request; killed while PostHog is away. */
    private void killWhileDelivering(String isRecorded) {
        String body = "{\"api_key\":\"" + TOKEN
                + "\",\"batch\":[{\"event\":\"paid\",\"distinct_id\":\"d\"},{\"event\":\"lost\"}]}";
        RunningGateway gateway = RunningGateway.start(data, environment);
        try {
            assertThat(gateway.post(
                                    "/batch/",
                                    body.getBytes(UTF_8),
                                    "X-Request-Id",
                                    REQUEST,
                                    "sentry-trace",
                                    TRACE + "-" + PAGE_SPAN + "-" + isRecorded,
                                    "baggage",
                                    "sentry-trace_id=" + TRACE + ",sentry-release=shop%401.2,sentry-transaction=%2Fana")
                            .statusCode())
                    .isEqualTo(200);
            await().atMost(PATIENCE).until(() -> !postHog.recording().requests().isEmpty());
        } finally {
            gateway.kill();
        }
    }

    private static void assertCarries(Received request, String isRecorded) {
        assertThat(header(request, "traceparent"))
                .startsWith("00-" + TRACE + "-")
                .endsWith("-0" + isRecorded);
        assertThat(header(request, "sentry-trace")).startsWith(TRACE + "-").endsWith("-" + isRecorded);
        assertThat(request.headers().names().stream().map(String::toLowerCase)).doesNotContain("baggage", "tracestate");
    }

    private static String header(Received request, String name) {
        return String.valueOf(request.headers().get(name));
    }

    private static List<JsonNode> letters(RunningGateway gateway, String filter) throws IOException {
        String body = gateway.get("/admin/dead-letters" + filter, "Authorization", "Bearer " + SECRET)
                .body();
        List<JsonNode> letters = new ArrayList<>();
        JSON.readTree(body).path("letters").forEach(letters::add);
        return letters;
    }
}
