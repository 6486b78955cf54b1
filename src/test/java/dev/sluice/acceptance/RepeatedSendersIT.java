package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.RunningGateway;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** Fifty senders repeat the same 10,000 events three times: each arrives once. */
class RepeatedSendersIT {
    private static final String TOKEN = "phc_repeattoken";
    private static final int EVENTS = 10_000;
    private static final int BATCH = 20;
    private static final int SENDERS = 50;
    private static final int TIMES = 3;

    @TempDir
    Path dataDir;

    @Test
    void each_event_arrives_once_with_duplicates_found_in_process() throws Exception {
        try (Upstream postHog = new Upstream();
                RunningGateway gateway =
                        RunningGateway.start(dataDir, RunningGateway.deliveringTo(postHog.uri(), TOKEN))) {
            send(gateway, after -> {});

            assertEachArrivedOnce(postHog, gateway);
        }
    }

    @Test
    void each_event_arrives_once_although_redis_is_stopped_in_the_middle_and_comes_back_empty() throws Exception {
        int port = freePort();
        RedisServer first = redis(port);
        first.start();
        List<RedisServer> running = new ArrayList<>(List.of(first));
        try (Upstream postHog = new Upstream()) {
            Map<String, String> environment = RunningGateway.deliveringTo(postHog.uri(), TOKEN);
            environment.put("REDIS_URL", "redis://127.0.0.1:" + port);
            try (RunningGateway gateway = RunningGateway.start(dataDir, environment)) {
                int requests = EVENTS / BATCH * TIMES;
                send(gateway, after -> {
                    if (after == requests / 3) {
                        first.stop();
                    } else if (after == requests * 2 / 3) {
                        RedisServer second = redis(port);
                        second.start();
                        running.add(second);
                    }
                });

                assertEachArrivedOnce(postHog, gateway);
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> gateway.get("/health").body().contains("\"redis\":\"ok\""));
            }
        } finally {
            for (RedisServer server : running) {
                server.stop();
            }
        }
    }

    private interface Step {
        void reached(int requests) throws IOException;
    }

    private static void send(RunningGateway gateway, Step step) throws Exception {
        List<byte[]> requests = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            requests.addAll(batches());
        }
        Collections.shuffle(requests, new Random(7));
        AtomicInteger answered = new AtomicInteger();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Callable<Integer>> calls = requests.stream()
                    .<Callable<Integer>>map(body -> () -> {
                        int status = gateway.post("/batch/", body, "Content-Type", "application/json")
                                .statusCode();
                        step.reached(answered.incrementAndGet());
                        return status;
                    })
                    .toList();
            for (Future<Integer> answer : senders.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
    }

    private static void assertEachArrivedOnce(Upstream postHog, RunningGateway gateway) {
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.metric("sluice_events_pending") == 0);
        assertThat(postHog.uuids()).hasSize(EVENTS);
        assertThat(postHog.events()).as("sent once, not only folded").hasSize(EVENTS);
        assertThat(gateway.metric("sluice_events_duplicate_total")).isEqualTo(EVENTS * (TIMES - 1));
    }

    // The same events each time, with a later sent_at, as a retrying SDK does it.
    private static List<byte[]> batches() {
        List<byte[]> batches = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < EVENTS; i++) {
            body.append(i % BATCH == 0 ? "{\"api_key\":\"" + TOKEN + "\",\"batch\":[" : ",");
            body.append("{\"event\":\"repeated\",\"distinct_id\":\"d")
                    .append(i)
                    .append("\",\"uuid\":\"")
                    .append(new UUID(0x018f00007000L << 16 | 0x7000L, 0x8000000000000000L | i))
                    .append("\",\"timestamp\":\"2026-11-20T10:00:00.000Z\"}");
            if (i % BATCH == BATCH - 1) {
                body.append("],\"sent_at\":\"").append(Instant.now()).append("\"}");
                batches.add(body.toString().getBytes(UTF_8));
                body.setLength(0);
            }
        }
        return batches;
    }

    private static RedisServer redis(int port) {
        try {
            return RedisServer.newRedisServer()
                    .port(port)
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
