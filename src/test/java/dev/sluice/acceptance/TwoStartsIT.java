package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.RecordingServer;
import dev.sluice.testsupport.RunningGateway;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing random is frozen into the binary: two starts of it give different ids and keys. */
class TwoStartsIT {
    private static final String TOKEN = "phc_twostarts";

    @TempDir
    Path folder;

    @Test
    void two_starts_share_no_id_and_no_key() throws Exception {
        List<String> first = start("first");
        List<String> second = start("second");

        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).isNotBlank().isNotEqualTo(first.get(i));
        }
    }

    @Test
    void two_runs_of_the_trial_share_no_id_with_sentry() throws Exception {
        try (RecordingServer sentry = RecordingServer.start()) {
            List<String> first = trial(sentry);
            List<String> second = trial(sentry);

            assertThat(first).hasSize(3).doesNotContainAnyElementsOf(second);
            assertThat(second).hasSize(3).doesNotHaveDuplicates();
        }
    }

    /** The ids of the event, the trace and the check-in, as they were printed and as they arrived. */
    private static List<String> trial(RecordingServer sentry) throws Exception {
        List<String> command = new ArrayList<>(RunningGateway.command());
        command.addAll(List.of("sentry", "test"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SENTRY_DSN", "http://publickey@127.0.0.1:" + sentry.port() + "/42");
        builder.environment().remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        List<String> ids = printed.lines()
                .map(line -> line.substring(8).strip().substring(0, 32))
                .toList();
        String arrived = sentry.requests().stream()
                .map(request -> new String(request.body(), ISO_8859_1))
                .collect(Collectors.joining());
        assertThat(arrived)
                .contains("\"event_id\":\"" + ids.get(0), "\"check_in_id\":\"" + ids.get(2))
                .contains(new String(HexFormat.of().parseHex(ids.get(1)), ISO_8859_1));
        return ids;
    }

    private List<String> start(String name) throws Exception {
        Path data = folder.resolve(name);
        try (Upstream postHog = new Upstream();
                RunningGateway gateway =
                        RunningGateway.start(data, RunningGateway.deliveringTo(postHog.uri(), TOKEN))) {
            String body = "{\"api_key\":\"" + TOKEN + "\",\"event\":\"x\",\"distinct_id\":\"someone@example.com\"}";
            HttpResponse<String> answer = gateway.post("/e/", body.getBytes(UTF_8), "Content-Type", "application/json");
            await().atMost(Duration.ofSeconds(20)).until(() -> !postHog.events().isEmpty());
            // The end of the uuid: its beginning is the time, which differs anyway.
            String uuid = postHog.events().getFirst().path("uuid").asText();
            return Stream.of(
                            answer.headers().firstValue("X-Request-Id").orElseThrow(),
                            uuid.substring(19),
                            postHog.events().getFirst().path("distinct_id").asText(),
                            Files.readString(data.resolve("pseudonym.key"), UTF_8))
                    .toList();
        }
    }
}
