package dev.sluice.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.event.EventKey;
import dev.sluice.event.Lane;
import dev.sluice.event.SafeEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.ResponseType;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** Against a real Redis. */
class EventFanoutTest {
    private static final long RECEIVED = 1_795_000_000_123L;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private RedisServer server;
    private Redis redis;
    private EventFanout fanout;
    private int port;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        startServer();
        redis = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
        fanout = EventFanout.through(() -> redis);
        fanout.start();
    }

    @AfterEach
    void stop() throws IOException {
        fanout.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.stop();
    }

    @Test
    void a_listener_hears_of_each_event_its_name_project_and_time_and_nothing_else() {
        listen();

        fanout.accepted("shop", RECEIVED, List.of(event("\"order placed\""), event("\"a \\\"b\\\" \\u00e9\"")));
        fanout.accepted("blog", RECEIVED + 1, List.of(event("\"$pageview\"")));

        await().atMost(PATIENCE).until(() -> heard.size() == 3);
        assertThat(heard)
                .containsExactly(
                        "{\"project\":\"shop\",\"event\":\"order placed\",\"at\":\"2026-11-18T11:06:40.123Z\"}",
                        "{\"project\":\"shop\",\"event\":\"a \\\"b\\\" \\u00e9\",\"at\":\"2026-11-18T11:06:40.123Z\"}",
                        "{\"project\":\"blog\",\"event\":\"$pageview\",\"at\":\"2026-11-18T11:06:40.124Z\"}");
    }

    @Test
    void many_events_are_published_once_each_and_in_order() {
        listen();

        for (int request = 0; request < 200; request++) {
            int first = request * 13;
            fanout.accepted(
                    "shop",
                    RECEIVED,
                    IntStream.range(first, first + 13)
                            .mapToObj(i -> event("\"event " + i + "\""))
                            .toList());
        }

        await().atMost(PATIENCE).until(() -> heard.size() == 2_600);
        assertThat(heard.getFirst()).contains("\"event 0\"");
        assertThat(heard.getLast()).contains("\"event 2599\"");
        assertThat(heard).doesNotHaveDuplicates();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fanout.published()).isEqualTo(2_600));
        assertThat(fanout.dropped()).isZero();
    }

    @Test
    void without_redis_events_are_dropped_and_counted_and_memory_stays_bounded() throws IOException {
        server.stop();
        List<SafeEvent> request = Collections.nCopies(100, event("\"" + "n".repeat(100) + "\""));

        for (int i = 0; i < 5_000; i++) {
            fanout.accepted("shop", RECEIVED, request);
        }

        // 4 MiB hold some 13,000 of these; the rest is gone at once, what is left goes when Redis is back.
        assertThat(fanout.dropped()).isGreaterThan(480_000);
        startServer();
        await().atMost(PATIENCE).untilAsserted(() -> {
            fanout.accepted("shop", RECEIVED, List.of(event("\"later\"")));
            assertThat(fanout.published()).isPositive();
        });
    }

    @Test
    void without_a_redis_configured_nothing_is_kept() {
        EventFanout off = EventFanout.off();
        off.start();

        off.accepted("shop", RECEIVED, List.of(event("\"a\"")));

        assertThat(off.dropped() + off.published()).isZero();
        off.close();
    }

    private void listen() {
        RedisConnection connection =
                redis.connect().toCompletionStage().toCompletableFuture().join();
        connection.handler(message -> {
            if (message.type() == ResponseType.PUSH && message.get(0).toString().equals("message")) {
                heard.add(message.get(2).toString(StandardCharsets.UTF_8));
            }
        });
        connection
                .send(Request.cmd(Command.SUBSCRIBE).arg(EventFanout.CHANNEL))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void startServer() throws IOException {
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .onShutdownForceStop(true)
                .build();
        server.start();
    }

    private static SafeEvent event(String name) {
        byte[] json = "{\"properties\":{\"secret\":\"planted\"}}".getBytes(StandardCharsets.UTF_8);
        return new SafeEvent(json, new UUID(1, 2), new EventKey(3, 4), Lane.EVENTS, 0, name, 5, "");
    }
}
