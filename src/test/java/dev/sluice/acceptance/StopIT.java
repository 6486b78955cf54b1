package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.RecordingPostHog.Answer;
import dev.sluice.testsupport.RunningGateway;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: readiness fails first, what was acknowledged is kept, and the process is gone in time. */
class StopIT {
    private static final String TOKEN = "phc_stoptoken";
    /** By the signal alone: 128 and 15. */
    private static final int TERMINATED = 143;
    /** What a busy machine may add to a time that the gateway promises. */
    private static final Duration GENEROUS = Duration.ofSeconds(20);

    @TempDir
    Path dataDir;

    private final Upstream postHog = new Upstream();

    @AfterEach
    void close() {
        postHog.close();
    }

    @Test
    void under_load_nothing_acknowledged_is_lost_or_there_twice() throws Exception {
        AtomicReference<RunningGateway> gateway = new AtomicReference<>(start("4s"));
        try (LedgerLoader loader = new LedgerLoader(TOKEN, () -> gateway.get().uri("/batch/"))) {
            loader.start();
            for (int round = 0; round < 3; round++) {
                int before = loader.acknowledged().size();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> loader.acknowledged().size() > before + 200);
                gateway.get().terminate();
                // Once more, as an impatient operator does.
                gateway.get().terminate();
                assertThat(gateway.get().exitWithin(Duration.ofSeconds(4).plus(GENEROUS)))
                        .isEqualTo(TERMINATED);
                gateway.set(start("4s"));
            }
            loader.finish();

            await().atMost(Duration.ofSeconds(60)).until(() -> postHog.uuids().containsAll(loader.acknowledged()));
            await().atMost(Duration.ofSeconds(60)).until(() -> gateway.get().metric("sluice_events_pending") == 0);
            assertThat(loader.unexpectedAnswers()).isZero();
            assertThat(postHog.uuidsThatDoNotFold()).isEmpty();
        } finally {
            gateway.get().close();
        }
    }

    @Test
    void readiness_fails_while_events_are_still_taken() {
        RunningGateway gateway = start("30s");
        gateway.terminate();

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> status(gateway, "/q/health/ready") == 503);

        assertThat(gateway.get("/health").statusCode()).isEqualTo(503);
        assertThat(send(gateway, "during the notice").statusCode()).isEqualTo(200);
        assertThat(gateway.exitWithin(Duration.ofSeconds(30).plus(GENEROUS))).isEqualTo(TERMINATED);

        try (RunningGateway next = start("4s")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> postHog.eventsNamed("during the notice").size() == 1);
            assertThat(next.metric("sluice_events_received_total")).isEqualTo(1);
        }
    }

    @Test
    void a_posthog_that_never_answers_does_not_hold_the_stop_up() {
        postHog.recording().answer(request -> Answer.hang());
        RunningGateway gateway = start("2s");
        assertThat(send(gateway, "left for the next start").statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !postHog.recording().requests().isEmpty());

        gateway.terminate();

        assertThat(gateway.exitWithin(Duration.ofSeconds(2).plus(GENEROUS))).isEqualTo(TERMINATED);
        postHog.recording().answer(request -> Answer.ok());
        try (RunningGateway next = start("4s")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !postHog.eventsNamed("left for the next start").isEmpty());
            assertThat(next.metric("sluice_events_received_total")).isEqualTo(1);
        }
    }

    private static int status(RunningGateway gateway, String path) {
        try {
            return gateway.get(path).statusCode();
        } catch (UncheckedIOException e) {
            throw new AssertionError("the port closed before readiness failed", e);
        }
    }

    private static HttpResponse<String> send(RunningGateway gateway, String name) {
        String body = "{\"api_key\":\"" + TOKEN + "\",\"event\":\"" + name + "\",\"distinct_id\":\"u\"}";
        return gateway.post("/e/", body.getBytes(UTF_8), "Content-Type", "application/json");
    }

    private RunningGateway start(String drainTimeout) {
        Map<String, String> environment = new HashMap<>(RunningGateway.deliveringTo(postHog.uri(), TOKEN));
        environment.put("SLUICE_DRAIN_TIMEOUT", drainTimeout);
        return RunningGateway.start(dataDir, environment);
    }
}
