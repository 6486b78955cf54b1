package dev.sluice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.Backends;
import dev.sluice.testsupport.RunningGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one Postgres and one Redis, killed in turn under load; {@code -Dkill.rounds} says how often. */
class TwoReplicasIT {
    private static final String TOKEN = "phc_tworeplicas";
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 10);
    private static final List<String> BOOKS = List.of(
            "sluice_events_received_total",
            "sluice_events_delivered_total",
            "sluice_events_duplicate_total",
            "sluice_events_rejected_total",
            "sluice_events_dead_lettered_total",
            "sluice_events_pending");

    @TempDir
    Path folder;

    @Test
    void what_either_acknowledged_arrives_once_and_both_show_the_same_books() throws Exception {
        try (Upstream postHog = new Upstream()) {
            Map<String, String> environment = new HashMap<>(RunningGateway.deliveringTo(postHog.uri(), TOKEN));
            environment.put("SLUICE_SPOOL", "postgres");
            environment.put("DATABASE_URL", Backends.freshDatabase());
            environment.put("REDIS_URL", Backends.redisUrl());
            environment.put("SLUICE_PSEUDONYM_KEY", "dHdvIHJlcGxpY2FzIHNoYXJlIG9uZSBrZXkgaGVyZSE=");
            List<RunningGateway> replicas = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 2; i++) {
                replicas.add(start(i, environment));
            }
            AtomicInteger turn = new AtomicInteger();
            try (LedgerLoader loader = new LedgerLoader(
                    TOKEN,
                    () -> replicas.get(Math.floorMod(turn.getAndIncrement(), 2)).uri("/batch/"))) {
                loader.start();
                for (int round = 0; round < ROUNDS; round++) {
                    int before = loader.acknowledged().size();
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> loader.acknowledged().size() > before + 50);
                    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(300));
                    int victim = round % 2;
                    replicas.get(victim).kill();
                    replicas.set(victim, start(victim, environment));
                }
                loader.finish();

                await().atMost(Duration.ofSeconds(60))
                        .until(() -> postHog.uuids().containsAll(loader.acknowledged()));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> replicas.get(0).metric("sluice_events_pending") == 0);
                assertThat(loader.unexpectedAnswers()).isZero();
                assertThat(postHog.uuidsThatPostHogKeepsTwice()).isEmpty();
                await().untilAsserted(() -> assertThat(books(replicas.get(0))).isEqualTo(books(replicas.get(1))));
                List<Double> books = books(replicas.get(0));
                assertThat(books.getFirst())
                        .isGreaterThanOrEqualTo(loader.acknowledged().size())
                        .isEqualTo(books.stream().skip(1).mapToDouble(d -> d).sum());
            } finally {
                replicas.forEach(RunningGateway::close);
            }
        }
    }

    private RunningGateway start(int replica, Map<String, String> environment) {
        return RunningGateway.start(folder.resolve("replica-" + replica), environment);
    }

    private static List<Double> books(RunningGateway gateway) {
        String scrape = gateway.get("/metrics").body();
        List<Double> numbers = new ArrayList<>();
        BOOKS.forEach(name -> numbers.add(RunningGateway.sum(scrape, name)));
        return numbers;
    }
}
