package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.ExportedSpan;
import dev.sluice.testsupport.RecordingServer;
import dev.sluice.testsupport.RunningGateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged gateway exports of its traces. */
class TracesIT {
    private static final String TOKEN = "phc_traced";
    private static final String PLANTED = "planted";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String UNSAMPLED = "11111111111111111111111111111111";
    private static final int TERMINATED = 143;
    private static final String UNCHOSEN = "22222222222222222222222222222222";

    @TempDir
    Path folder;

    @Test
    void a_pages_trace_is_exported_up_to_the_commit_with_nothing_from_the_request() {
        try (Upstream postHog = new Upstream();
                RecordingServer collector = RecordingServer.start();
                RunningGateway gateway = start(postHog, collector, "1.0")) {
            gateway.get("/health");
            gateway.get("/metrics");
            gateway.get("/q/health/ready");
            gateway.get("/planted/planted?planted=planted", "X-Planted", PLANTED);
            post(gateway, "/e/?ip=1&planted=planted", UNSAMPLED + "-b7ad6b7169203331-0");
            HttpResponse<String> answer = post(gateway, "/e/?ip=1&planted=planted", TRACE + "-b7ad6b7169203331-1");
            post(gateway, "/e/?planted", null);

            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(spans(collector))
                            .filteredOn(span -> span.name().equals("POST /e/"))
                            .hasSize(2));
            List<ExportedSpan> spans = spans(collector);
            ExportedSpan request = one(spans, "POST /e/");
            assertThat(request.parent()).isEqualTo("b7ad6b7169203331");
            assertThat(request.attributes())
                    .containsEntry("sentry.op", "http.server")
                    .containsEntry("http.route", "/e/")
                    .containsEntry("http.response.status_code", "200")
                    .containsEntry("sluice.events", "1")
                    .containsEntry(
                            "sluice.request_id",
                            answer.headers().firstValue("X-Request-Id").orElseThrow());
            assertThat(one(spans, "sluice.scrub").parent()).isEqualTo(request.spanId());
            ExportedSpan commit = one(spans, "sluice.spool.commit");
            assertThat(commit.parent()).isEqualTo(request.spanId());
            assertThat(commit.attributes())
                    .containsEntry("sentry.op", "queue.publish")
                    .containsEntry("messaging.system", "sluice")
                    .containsEntry("messaging.message.id", request.attributes().get("sluice.request_id"));
            assertThat(request.resource())
                    .containsEntry("service.name", "sluice")
                    .containsEntry("deployment.environment.name", "production")
                    .containsEntry("service.version", "shop@7")
                    .doesNotContainKey("host.name");
            assertThat(spans).extracting(ExportedSpan::traceId).doesNotContain(UNSAMPLED);
            assertThat(spans)
                    .filteredOn(span -> span.parent().isEmpty())
                    .as("only requests begin a trace: no probe, no scrape, no unknown path")
                    .extracting(ExportedSpan::name)
                    .containsOnly("POST /e/");
            for (RecordingServer.Request export : collector.requests()) {
                assertThat(new String(ExportedSpan.plain(export.body()), UTF_8)).doesNotContain(PLANTED);
                assertThat(new String(export.head(), UTF_8)).doesNotContain(PLANTED);
            }
            assertThat(postHog.events())
                    .extracting(event ->
                            event.path("properties").path("$sentry_trace_id").asText())
                    .contains(TRACE, UNSAMPLED);
        }
    }

    @Test
    void no_flag_of_a_sender_makes_the_gateway_record() {
        try (Upstream postHog = new Upstream();
                RecordingServer collector = RecordingServer.start();
                RunningGateway gateway = start(postHog, collector, "0")) {
            for (int i = 0; i < 20; i++) {
                post(gateway, "/e/", UNCHOSEN + "-b7ad6b7169203331-1");
            }
            await().atMost(Duration.ofSeconds(40)).until(() -> postHog.events().size() == 20);
            gateway.terminate();
            assertThat(gateway.exitWithin(Duration.ofSeconds(60))).isEqualTo(TERMINATED);

            assertThat(spans(collector)).isEmpty();
        }
    }

    private RunningGateway start(Upstream postHog, RecordingServer collector, String rate) {
        Map<String, String> environment = new HashMap<>(RunningGateway.deliveringTo(postHog.uri(), TOKEN));
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.uri().toString());
        environment.put("SENTRY_TRACES_SAMPLE_RATE", rate);
        environment.put("SENTRY_RELEASE", "shop@7");
        environment.put("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms");
        return RunningGateway.start(folder.resolve("data"), environment);
    }

    private static HttpResponse<String> post(RunningGateway gateway, String path, String sentryTrace) {
        String body = """
                {"api_key":"phc_traced","event":"planted event","distinct_id":"planted@example.com",
                 "properties":{"planted":"planted"}}""";
        String[] headers = {
            "Content-Type",
            "application/json",
            "User-Agent",
            PLANTED,
            "Referer",
            "https://planted.example/planted",
            "Cookie",
            "planted=planted",
            "X-Forwarded-For",
            "203.0.113.7",
            "baggage",
            "sentry-transaction=planted,planted=planted",
            sentryTrace == null ? "X-Planted" : "sentry-trace",
            sentryTrace == null ? PLANTED : sentryTrace
        };
        HttpResponse<String> answer = gateway.post(path, body.getBytes(UTF_8), headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static ExportedSpan one(List<ExportedSpan> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name) && span.traceId().equals(TRACE))
                .findFirst()
                .orElseThrow();
    }

    private static List<ExportedSpan> spans(RecordingServer collector) {
        return collector.requests().stream()
                .filter(request -> request.uri().endsWith("/v1/traces"))
                .flatMap(request -> ExportedSpan.of(request.body()).stream())
                .toList();
    }
}
