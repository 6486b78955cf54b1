package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testsupport.RecordingServer;
import dev.sluice.testsupport.RunningGateway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in the packaged gateway is in Sentry: once, told apart, and without anything of an event. */
class FailuresIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "phc_failurestoken";
    private static final String PLANTED = "planted.person@example.com";

    @TempDir
    Path dataDir;

    @TempDir
    Path folder;

    @Test
    void each_failure_is_one_issue_however_often_it_happens() throws Exception {
        Path file = Files.writeString(folder.resolve("sluice.yaml"), "scrub: {ip: drop}\n");
        try (RecordingServer postHog = RecordingServer.start();
                RecordingServer sentry = RecordingServer.start()) {
            postHog.answer(request -> 400);
            try (RunningGateway gateway = RunningGateway.start(dataDir, environment(postHog, sentry, file))) {
                for (int i = 0; i < 5; i++) {
                    assertThat(gateway.post("/e/", event(i), "Content-Type", "application/json")
                                    .statusCode())
                            .isEqualTo(200);
                }
                awaitFailure(sentry, "PostHog refused an event for good");

                HttpResponse<String> withheld = gateway.post("/s/", unreadable(), "Content-Type", "application/json");
                assertThat(withheld.statusCode()).isEqualTo(200);
                JsonNode scrub = awaitFailure(sentry, "the firewall could not finish");
                assertThat(tag(scrub, "category")).isEqualTo("scrub");
                assertThat(tag(scrub, "project")).isEqualTo("default");
                assertThat(tag(scrub, "request_id"))
                        .isEqualTo(withheld.headers().firstValue("X-Request-Id").orElseThrow());

                Files.writeString(file, "scrub: {ip: " + PLANTED + "}\n");
                JsonNode reload = awaitFailure(sentry, "a changed configuration file was not taken");
                assertThat(tag(reload, "category")).isEqualTo("config");
                assertThat(reload.path("exception").toString()).contains("FileSection");

                postHog.answer(request -> 503);
                for (int i = 10; i < 15; i++) {
                    gateway.post("/e/", event(i), "Content-Type", "application/json");
                }
                JsonNode away = awaitFailure(sentry, "PostHog does not take events");
                assertThat(tag(away, "category")).isEqualTo("delivery");
                assertThat(away.path("breadcrumbs").toString()).contains("PostHog answered 503");
            }
            assertThat(failures(sentry))
                    .extracting(
                            failure -> failure.path("message").path("message").asText())
                    .doesNotHaveDuplicates();
            assertThat(envelopes(sentry))
                    .isNotEmpty()
                    .allSatisfy(envelope ->
                            assertThat(envelope).doesNotContain("planted").doesNotContain("person-of-interest"));
        }
    }

    @Test
    void a_start_that_fails_is_reported_before_the_exit() throws Exception {
        try (RecordingServer postHog = RecordingServer.start();
                RecordingServer sentry = RecordingServer.start()) {
            Path file = Files.writeString(folder.resolve("sluice.yaml"), "scrub: {ip: " + PLANTED + "}\n");
            Process process = started(environment(postHog, sentry, file));
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(2);
            } finally {
                process.destroyForcibly();
            }

            JsonNode failure = awaitFailure(sentry, "the gateway could not start");
            assertThat(tag(failure, "category")).isEqualTo("config");
            assertThat(envelopes(sentry))
                    .allSatisfy(envelope -> assertThat(envelope).doesNotContain("planted"));
        }
    }

    private Process started(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(RunningGateway.command());
        builder.environment().putAll(environment);
        builder.environment().put("PORT", "0");
        builder.environment().put("SLUICE_DATA_DIR", dataDir.toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static Map<String, String> environment(RecordingServer postHog, RecordingServer sentry, Path file) {
        Map<String, String> environment = RunningGateway.deliveringTo(postHog.uri(), TOKEN);
        environment.put("SENTRY_DSN", "http://publickey@127.0.0.1:" + sentry.port() + "/1");
        environment.put("SLUICE_CONFIG", file.toString());
        return environment;
    }

    private static byte[] event(int number) {
        return ("{\"token\":\"" + TOKEN + "\",\"event\":\"person-of-interest\",\"distinct_id\":\"d" + number
                        + "\",\"properties\":{\"note\":\"" + PLANTED + "\"}}")
                .getBytes(UTF_8);
    }

    private static byte[] unreadable() {
        return ("{\"token\":\"" + TOKEN
                        + "\",\"event\":\"$snapshot\",\"distinct_id\":\"d\",\"properties\":{\"token\":\""
                        + TOKEN + "\",\"$session_id\":\"s\",\"$snapshot_data\":[{\"cv\":\"1999-01\",\"data\":\""
                        + PLANTED
                        + "\"}]}}")
                .getBytes(UTF_8);
    }

    private static JsonNode awaitFailure(RecordingServer sentry, String sentence) {
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(failures(sentry))
                        .extracting(FailuresIT::sentence)
                        .anyMatch(said -> said.startsWith(sentence)));
        return failures(sentry).stream()
                .filter(failure -> sentence(failure).startsWith(sentence))
                .findFirst()
                .orElseThrow();
    }

    private static String sentence(JsonNode failure) {
        return failure.path("message").path("message").asText();
    }

    private static String tag(JsonNode failure, String name) {
        return failure.path("tags").path(name).asText();
    }

    private static List<JsonNode> failures(RecordingServer sentry) {
        return envelopes(sentry).stream()
                .flatMap(envelope -> envelope.lines().skip(1))
                .filter(line -> line.contains("\"platform\"") && line.contains("\"fingerprint\""))
                .map(FailuresIT::json)
                .toList();
    }

    private static List<String> envelopes(RecordingServer sentry) {
        return sentry.requests().stream()
                .filter(request -> request.uri().endsWith("/envelope/"))
                .map(request -> text(request.body()))
                .toList();
    }

    /** The SDK compresses what it sends; sessions and check-ins come as they are. */
    private static String text(byte[] body) {
        if (body.length > 0 && body[0] == '{') {
            return new String(body, UTF_8);
        }
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(plain.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
