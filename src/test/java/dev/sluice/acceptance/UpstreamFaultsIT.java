package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.RecordingPostHog.Answer;
import dev.sluice.testsupport.RunningGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostHog failing in every way: nothing is lost, and what it refuses is put aside alone. */
class UpstreamFaultsIT {
    private static final String TOKEN = "phc_faultstoken";
    private static final int EVENTS = 1_000;

    @TempDir
    Path dataDir;

    private Upstream postHog;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        postHog = new Upstream();
        gateway = RunningGateway.start(dataDir, RunningGateway.deliveringTo(postHog.uri(), TOKEN));
    }

    @AfterEach
    void stop() {
        gateway.close();
        postHog.close();
    }

    @Test
    void nothing_is_lost_while_it_answers_500() {
        AtomicInteger requests = new AtomicInteger();
        postHog.recording().answer(request -> requests.incrementAndGet() <= 6 ? Answer.status(500) : Answer.ok());

        sendAll();

        assertEachArrived();
        assertThat(requests.get()).isGreaterThan(6);
    }

    @Test
    void nothing_is_lost_while_it_resets_connections_before_and_after_taking_the_events() {
        AtomicInteger requests = new AtomicInteger();
        postHog.recording().answer(request -> switch (requests.incrementAndGet()) {
            case 1, 3 -> Answer.cut();
            case 2, 4 -> Answer.cutAfterIngesting();
            case 5 -> Answer.cutInsideAnswer();
            default -> Answer.ok();
        });

        sendAll();

        assertEachArrived();
    }

    @Test
    void nothing_is_lost_while_it_hangs() {
        AtomicInteger requests = new AtomicInteger();
        postHog.recording().answer(request -> requests.incrementAndGet() <= 2 ? Answer.hang() : Answer.ok());

        sendAll();

        assertEachArrived();
    }

    @Test
    void one_event_of_a_thousand_that_it_refuses_is_the_only_dead_letter() throws Exception {
        postHog.recording()
                .answer(request ->
                        new String(request.raw(), UTF_8).contains("poison") ? Answer.status(400) : Answer.ok());

        StringBuilder body = new StringBuilder("{\"api_key\":\"" + TOKEN + "\",\"batch\":[");
        for (int i = 0; i < EVENTS; i++) {
            body.append(i == 0 ? "" : ",").append(event(i, i == 637 ? "poison" : "fine"));
        }
        assertThat(gateway.post("/batch/", body.append("]}").toString().getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(200);

        await().atMost(Duration.ofSeconds(90)).until(() -> gateway.metric("sluice_events_pending") == 0);
        assertThat(postHog.uuids()).hasSize(EVENTS - 1);
        assertThat(gateway.metric("sluice_events_delivered_total")).isEqualTo(EVENTS - 1);
        assertThat(gateway.metric("sluice_events_dead_lettered_total")).isEqualTo(1);
        String kept;
        try (var files = Files.walk(dataDir.resolve("dead-letters"))) {
            kept = Files.readString(
                    files.filter(Files::isRegularFile).findFirst().orElseThrow());
        }
        assertThat(kept).contains("refused").contains("poison").doesNotContain("fine");
    }

    private void sendAll() {
        for (int first = 0; first < EVENTS; first += 50) {
            StringBuilder body = new StringBuilder("{\"api_key\":\"" + TOKEN + "\",\"batch\":[");
            for (int i = first; i < first + 50; i++) {
                body.append(i == first ? "" : ",").append(event(i, "fine"));
            }
            assertThat(gateway.post("/batch/", body.append("]}").toString().getBytes(UTF_8))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private void assertEachArrived() {
        await().atMost(Duration.ofSeconds(120)).until(() -> gateway.metric("sluice_events_pending") == 0);
        assertThat(postHog.uuids()).hasSize(EVENTS);
        assertThat(postHog.uuidsThatDoNotFold()).isEmpty();
        assertThat(gateway.metric("sluice_events_delivered_total")).isEqualTo(EVENTS);
    }

    private static String event(int number, String name) {
        return "{\"event\":\"" + name + "\",\"distinct_id\":\"d\",\"uuid\":\"" + new UUID(0x0190000000007000L, number)
                + "\",\"timestamp\":\"2026-11-20T10:00:00.000Z\"}";
    }
}
