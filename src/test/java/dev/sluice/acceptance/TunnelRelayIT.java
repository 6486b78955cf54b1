package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.RecordingPostHog;
import dev.sluice.testsupport.RecordingSentry;
import dev.sluice.testsupport.RecordingSentry.Answer;
import dev.sluice.testsupport.RunningGateway;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a 200 of the tunnel is worth, whatever happens to Sentry and to the gateway. {@code -Dtunnel.rounds=100} kills it more often. */
class TunnelRelayIT {
    private static final int ROUNDS = Integer.getInteger("tunnel.rounds", 3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "phc_tunneltoken";

    @TempDir
    Path dataDir;

    private final Vertx vertx = Vertx.vertx();
    private final RecordingPostHog postHog = RecordingPostHog.start(vertx);
    private RecordingSentry sentry = RecordingSentry.start();

    @AfterEach
    void stop() {
        sentry.close();
        postHog.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void what_was_acknowledged_arrives_however_often_the_process_is_killed() throws Exception {
        // Slow enough that there is always something between its 200 and Sentry.
        sentry.answer(_ -> Answer.ok().after(50));
        AtomicReference<RunningGateway> gateway = new AtomicReference<>(start());
        try (EnvelopeSender sender =
                new EnvelopeSender(sentry.dsn(), () -> gateway.get().uri("/tunnel"))) {
            sender.start();
            for (int round = 0; round < ROUNDS; round++) {
                int before = sender.acknowledged().size();
                await().atMost(PATIENCE).until(() -> sender.acknowledged().size() > before + 50);
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(300));
                gateway.get().kill();
                gateway.set(start());
            }
            sender.close();

            await().atMost(PATIENCE).until(() -> EnvelopeSender.arrived(sentry).containsAll(sender.acknowledged()));
            await().atMost(PATIENCE).until(() -> gateway.get().metric("sluice_tunnel_pending") == 0);
            assertThat(sender.unexpectedAnswers()).isEmpty();
        } finally {
            gateway.get().close();
        }
    }

    @Test
    void sentry_may_be_away_and_come_back_after_a_restart_and_events_are_not_affected() {
        String dsn = sentry.dsn();
        int port = sentry.port();
        sentry.close();
        Set<String> envelopes = new HashSet<>();
        try (RunningGateway gateway = start(dsn)) {
            for (int i = 0; i < 100; i++) {
                String id = EnvelopeSender.newId();
                envelopes.add(id);
                assertThat(gateway.post("/tunnel", EnvelopeSender.envelope(id, dsn))
                                .statusCode())
                        .isEqualTo(200);
                assertThat(gateway.post("/e/", event(i)).statusCode()).isEqualTo(200);
            }
            await().atMost(PATIENCE).until(() -> postHog.folded().size() == 100);
            assertThat(gateway.metric("sluice_tunnel_pending")).isEqualTo(100);
            assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> gateway.get("/health").body().contains("\"tunnel\":\"error\""));
        }

        try (RunningGateway gateway = start(dsn)) {
            assertThat(gateway.metric("sluice_tunnel_pending")).isEqualTo(100);
            sentry = RecordingSentry.startAt(port);
            await().atMost(PATIENCE).until(() -> EnvelopeSender.arrived(sentry).equals(envelopes));
            await().atMost(PATIENCE).until(() -> gateway.metric("sluice_tunnel_pending") == 0);
            assertThat(gateway.get("/health").body()).contains("\"tunnel\":\"ok\"");
            assertThat(gateway.metric("sluice_events_received_total")).isEqualTo(100);
        }
    }

    @Test
    void a_sentry_that_does_not_answer_does_not_hold_up_a_stop_and_what_it_did_not_take_comes_later() {
        sentry.answer(_ -> Answer.hang());
        String id = EnvelopeSender.newId();
        try (RunningGateway gateway = start()) {
            assertThat(gateway.post("/tunnel", EnvelopeSender.envelope(id, sentry.dsn()))
                            .statusCode())
                    .isEqualTo(200);
            await().atMost(PATIENCE).until(() -> !sentry.requests().isEmpty());

            gateway.terminate();

            assertThat(gateway.exitWithin(Duration.ofSeconds(30)))
                    .as("143: ended by the signal; 1 would be a stop that was cut short\n%s", gateway.log())
                    .isEqualTo(143);
        }
        sentry.answer(_ -> Answer.ok());
        try (RunningGateway gateway = start()) {
            await().atMost(PATIENCE).until(() -> EnvelopeSender.arrived(sentry).contains(id));
            await().atMost(PATIENCE).until(() -> gateway.metric("sluice_tunnel_pending") == 0);
        }
    }

    @Test
    void an_outage_of_sentry_fills_the_bound_of_the_tunnel_and_takes_no_room_from_events() {
        sentry.answer(_ -> Answer.status(503));
        Map<String, String> environment = environment(sentry.dsn());
        environment.put("SLUICE_TUNNEL_MAX_BYTES", "16M");
        Set<String> taken = new HashSet<>();
        try (RunningGateway gateway = RunningGateway.start(dataDir, environment)) {
            int status = 200;
            for (int i = 0; i < 100 && status == 200; i++) {
                String id = EnvelopeSender.newId();
                HttpResponse<String> answer =
                        gateway.post("/tunnel", EnvelopeSender.envelope(id, sentry.dsn(), longText()));
                status = answer.statusCode();
                if (status == 200) {
                    taken.add(id);
                } else {
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                }
            }

            assertThat(status).isEqualTo(503);
            assertThat(taken).hasSizeGreaterThan(10);
            assertThat(gateway.metric("sluice_tunnel_spool_bytes")).isLessThanOrEqualTo(16 << 20);
            assertThat(gateway.post("/e/", event(0)).statusCode()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> postHog.folded().size() == 1);
            assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
            sentry.answer(_ -> Answer.ok());
            await().atMost(PATIENCE).until(() -> EnvelopeSender.arrived(sentry).equals(taken));
            String later = EnvelopeSender.newId();
            await().atMost(PATIENCE)
                    .until(() -> gateway.post("/tunnel", EnvelopeSender.envelope(later, sentry.dsn()))
                                    .statusCode()
                            == 200);
        }
    }

    @Test
    void a_log_that_cannot_be_opened_closes_the_tunnel_and_nothing_else() throws IOException {
        Files.createFile(dataDir.resolve("tunnel"));

        try (RunningGateway gateway = start()) {
            byte[] envelope = EnvelopeSender.envelope(EnvelopeSender.newId(), sentry.dsn());
            assertThat(gateway.post("/tunnel", envelope).statusCode()).isEqualTo(503);
            assertThat(gateway.post("/e/", event(0)).statusCode()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> postHog.folded().size() == 1);
            assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/health").body()).contains("\"tunnel\":\"error\"");
        }
        assertThat(sentry.requests()).isEmpty();
    }

    private RunningGateway start() {
        return start(sentry.dsn());
    }

    private RunningGateway start(String dsn) {
        return RunningGateway.start(dataDir, environment(dsn));
    }

    private Map<String, String> environment(String dsn) {
        Map<String, String> environment = RunningGateway.deliveringTo(postHog.uri(), TOKEN);
        environment.put("SLUICE_TUNNEL_DSNS", dsn);
        return environment;
    }

    /** Almost a megabyte of words that do not compress well. */
    private static String longText() {
        StringBuilder text = new StringBuilder();
        while (text.length() < 900_000) {
            for (int i = 0; i < 7; i++) {
                text.append((char) ('a' + ThreadLocalRandom.current().nextInt(26)));
            }
            text.append(' ');
        }
        return text.toString();
    }

    private static byte[] event(int number) {
        return ("{\"api_key\":\"" + TOKEN + "\",\"event\":\"seen\",\"distinct_id\":\"visitor-" + number
                        + "\",\"properties\":{}}")
                .getBytes(UTF_8);
    }
}
