package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.RunningGateway;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** A Redis that is paused, full, slow, emptied, killed: capture answers 200, {@code /health} says it, and it passes by itself. */
class NeighboursIT {
    private static final String TOKEN = "phc_neighbours";

    @TempDir
    Path dataDir;

    private final Captured captured = new Captured(TOKEN);
    private Upstream postHog;
    private RedisServer redis;
    private RunningGateway gateway;
    private int port;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        redis = startRedis();
        postHog = new Upstream();
        Map<String, String> environment = RunningGateway.deliveringTo(postHog.uri(), TOKEN);
        environment.put("REDIS_URL", "redis://127.0.0.1:" + port);
        gateway = RunningGateway.start(dataDir, environment);
        awaitRedis("ok");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        postHog.close();
        redis.stop();
    }

    @Test
    void whatever_happens_to_redis_capture_goes_on_and_health_tells_it() throws Exception {
        long pid = pid();
        signal("STOP", pid);
        sendWhileRedisIs("error");
        signal("CONT", pid);
        awaitRedis("ok");

        ask("CONFIG SET maxmemory-policy noeviction");
        ask("CONFIG SET maxmemory 1");
        sendWhileRedisIs("error");
        ask("CONFIG SET maxmemory 0");
        awaitRedis("ok");

        ask("CLIENT PAUSE 3000 ALL");
        sendWhileRedisIs("error");
        awaitRedis("ok");

        captured.send(gateway, 10, 20);
        ask("FLUSHALL");
        captured.send(gateway, 10, 20);

        redis.stop();
        sendWhileRedisIs("error");
        redis = startRedis();
        awaitRedis("ok");
        captured.send(gateway, 10, 20);

        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.metric("sluice_events_pending") == 0);
        assertThat(postHog.uuids()).hasSize(captured.count());
        assertThat(postHog.events()).as("sent once, not only folded").hasSize(captured.count());
        assertThat(gateway.metric("sluice_events_duplicate_total")).isZero();
    }

    private void sendWhileRedisIs(String state) {
        captured.send(gateway, 10, 20);
        awaitRedis(state);
        captured.send(gateway, 10, 20);
    }

    private void awaitRedis(String state) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(gateway.get("/health").body()).contains("\"redis\":\"" + state + "\""));
    }

    private long pid() throws IOException {
        String info = ask("INFO server");
        int at = info.indexOf("process_id:") + "process_id:".length();
        return Long.parseLong(info.substring(at, info.indexOf('\r', at)));
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private String ask(String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            assertThat(answer).doesNotStartWith("-");
            return answer;
        }
    }

    private RedisServer startRedis() throws IOException {
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        server.start();
        return server;
    }
}
