package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.Backends;
import dev.sluice.testsupport.RunningGateway;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one Redis: they keep a limit together, and whoever listens hears of what they accepted. */
class RateLimitIT {
    private static final String TOKEN = "phc_limittoken";

    @TempDir
    Path folder;

    private final String project = "shop-" + UUID.randomUUID().toString().substring(0, 8);
    private final Upstream postHog = new Upstream();

    @AfterEach
    void close() {
        postHog.close();
    }

    @Test
    void two_replicas_grant_one_limit_and_say_when_to_come_again() throws Exception {
        Vertx vertx = Vertx.vertx();
        Redis redis = Redis.createClient(vertx, Backends.redisUrl());
        List<String> heard = new CopyOnWriteArrayList<>();
        listen(redis, heard);
        int rate = 20;
        int accepted = 0;
        long seconds;
        try (RunningGateway one = start("one", rate);
                RunningGateway two = start("two", rate)) {
            long start = System.nanoTime();
            HttpResponse<String> last = null;
            do {
                for (RunningGateway gateway : List.of(one, two)) {
                    HttpResponse<String> answer = send(gateway, accepted, "posthog-node/5.70.0");
                    accepted += answer.statusCode() == 200 ? 1 : 0;
                    last = answer.statusCode() == 200 ? last : answer;
                }
                seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            } while (seconds < 10);

            // Each for itself they would have granted twice as much.
            assertThat(accepted).isBetween(rate, (int) (1.5 * (rate + rate * (seconds + 1))));
            assertThat(last).isNotNull();
            assertThat(last.statusCode()).isEqualTo(429);
            assertThat(last.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(1L, 300L);
            assertThat(last.body()).contains("\"code\":\"rate_limited\"");
            assertThat(refusalOf(one, "Mozilla/5.0 (X11)").statusCode()).isEqualTo(503);

            double received = one.metric("sluice_events_received_total") + two.metric("sluice_events_received_total");
            assertThat(received).isBetween((double) accepted, accepted + 100.0);
            assertThat(one.metric("sluice_rate_limited_total")).isPositive();
            await().atMost(Duration.ofSeconds(30)).until(() -> heard.size() >= received);
            assertThat(heard)
                    .hasSize((int) received)
                    .allMatch(message ->
                            message.startsWith("{\"project\":\"" + project + "\",\"event\":\"load\",\"at\":\""))
                    .noneMatch(message -> message.contains("someone"));
        } finally {
            redis.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private HttpResponse<String> refusalOf(RunningGateway gateway, String userAgent) {
        for (int i = 0; i < 100; i++) {
            HttpResponse<String> answer = send(gateway, i, userAgent);
            if (answer.statusCode() != 200) {
                return answer;
            }
        }
        throw new AssertionError("a hundred requests at once were all taken");
    }

    private HttpResponse<String> send(RunningGateway gateway, int number, String userAgent) {
        String body = "{\"api_key\":\"" + TOKEN + "\",\"event\":\"load\",\"distinct_id\":\"someone-" + number + "\"}";
        return gateway.post("/e/", body.getBytes(UTF_8), "Content-Type", "application/json", "User-Agent", userAgent);
    }

    private void listen(Redis redis, List<String> heard) {
        RedisConnection connection =
                redis.connect().toCompletionStage().toCompletableFuture().join();
        connection.handler(message -> {
            String text = message.size() == 3 ? message.get(2).toString() : "";
            if (text.contains(project)) {
                heard.add(text);
            }
        });
        connection
                .send(Request.cmd(Command.SUBSCRIBE).arg("sluice.events"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private RunningGateway start(String name, int rate) throws Exception {
        Path data = Files.createDirectory(folder.resolve(name));
        Path file = Files.writeString(
                data.resolve("sluice.yaml"), """
                projects:
                  - name: %s
                    token: %s
                    host: %s
                    limits: {events_per_second: %d, burst: %d}
                """.formatted(project, TOKEN, postHog.uri(), rate, rate));
        Map<String, String> environment = new HashMap<>();
        environment.put("SLUICE_CONFIG", file.toString());
        environment.put("REDIS_URL", Backends.redisUrl());
        return RunningGateway.start(data, environment);
    }
}
