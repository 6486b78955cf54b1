package dev.sluice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testsupport.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * {@code kill -9} under load, again and again: nothing acknowledged is missing upstream, and nothing is there twice after
 * folding. {@code -Dkill.rounds=1000} makes a campaign of it.
 */
final class KillRounds {
    private static final String TOKEN = "phc_killtoken";
    private static final String ADMIN = "a-token-of-the-kill-rounds";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 30);

    private KillRounds() {}

    /** @param engine variables that choose the spool, beside those that every gateway needs */
    static void run(Path dataDir, Map<String, String> engine) throws Exception {
        try (Upstream postHog = new Upstream()) {
            Map<String, String> environment = new HashMap<>(RunningGateway.deliveringTo(postHog.uri(), TOKEN));
            environment.put("SLUICE_ADMIN_TOKEN", ADMIN);
            environment.putAll(engine);
            AtomicReference<RunningGateway> gateway = new AtomicReference<>(RunningGateway.start(dataDir, environment));
            try (LedgerLoader loader =
                    new LedgerLoader(TOKEN, () -> gateway.get().uri("/batch/"))) {
                loader.start();
                for (int round = 0; round < ROUNDS; round++) {
                    int before = loader.acknowledged().size();
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> loader.acknowledged().size() > before + 50);
                    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(300));
                    gateway.get().kill();
                    gateway.set(RunningGateway.start(dataDir, environment));
                }
                loader.finish();

                await().atMost(Duration.ofSeconds(60))
                        .until(() -> postHog.uuids().containsAll(loader.acknowledged()));
                await().atMost(Duration.ofSeconds(60)).until(() -> gateway.get().metric("sluice_events_pending") == 0);
                assertThat(loader.unexpectedAnswers()).isZero();
                assertThat(
                                engine.containsKey("SLUICE_SPOOL")
                                        ? postHog.uuidsThatPostHogKeepsTwice()
                                        : postHog.uuidsThatDoNotFold())
                        .as("uuids that arrived with two different identities")
                        .isEmpty();
                assertBalanced(gateway.get());
                assertBalancedByHour(gateway.get(), "kafka".equals(engine.get("SLUICE_SPOOL")));
            } finally {
                gateway.get().close();
            }
        }
    }

    private static void assertBalanced(RunningGateway gateway) {
        String scrape = gateway.get("/metrics").body();
        double received = RunningGateway.sum(scrape, "sluice_events_received_total");
        double sum = RunningGateway.sum(scrape, "sluice_events_delivered_total")
                + RunningGateway.sum(scrape, "sluice_events_duplicate_total")
                + RunningGateway.sum(scrape, "sluice_events_rejected_total")
                + RunningGateway.sum(scrape, "sluice_events_dead_lettered_total")
                + RunningGateway.sum(scrape, "sluice_events_pending");
        assertThat(received).isPositive().isEqualTo(sum);
    }

    private static void assertBalancedByHour(RunningGateway gateway, boolean keepsNone) throws IOException {
        HttpResponse<String> answer = gateway.get("/admin/ledger/balance", "Authorization", "Bearer " + ADMIN);
        if (keepsNone) {
            assertThat(answer.statusCode()).isEqualTo(501);
            return;
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode hours = JSON.readTree(answer.body()).path("hours");
        for (JsonNode hour : hours) {
            long sum = hour.path("delivered").asLong()
                    + hour.path("duplicate").asLong()
                    + hour.path("rejected").asLong()
                    + hour.path("dead_lettered").asLong();
            assertThat(hour.path("pending").asLong()).isZero();
            assertThat(hour.path("received").asLong()).isEqualTo(sum);
        }
        long received = hours.valueStream()
                .mapToLong(hour -> hour.path("received").asLong())
                .sum();
        assertThat((double) received).isEqualTo(gateway.metric("sluice_events_received_total"));
    }
}
