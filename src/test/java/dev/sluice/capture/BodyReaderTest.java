package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BodyReaderTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ALL = 1_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final BodyBudget budget = new BodyBudget(ALL);
    private final AtomicInteger begun = new AtomicInteger();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private int port;

    @BeforeEach
    void listen() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    request.pause();
                    new BodyReader(vertx, request, 500_000, budget, new BodyReader.Listener() {
                                @Override
                                public void whole(byte[] body) {
                                    bodies.add(new String(body, StandardCharsets.US_ASCII));
                                    request.response().end();
                                }

                                @Override
                                public void refused(CaptureException why, boolean isAtEnd) {
                                    request.response()
                                            .setStatusCode(why.status())
                                            .end();
                                }
                            })
                            .start();
                    begun.incrementAndGet();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        port = server.actualPort();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_connection_that_sends_nothing_of_a_small_body_holds_none_of_the_budget() throws Exception {
        try (Socket silent = open("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n")) {
            await().atMost(SOON).until(() -> begun.get() == 1);

            assertThat(budget.free()).isEqualTo(ALL);
            send(silent, "x");
            await().atMost(SOON).until(() -> budget.free() == ALL - 60_000);
        }
        await().atMost(SOON).until(() -> budget.free() == ALL);
    }

    @Test
    void a_small_body_in_pieces_arrives_whole() throws Exception {
        try (Socket slow = open("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n")) {
            send(slow, "abc");
            await().atMost(SOON).until(() -> budget.free() == ALL - 6);
            send(slow, "def");

            await().atMost(SOON).until(() -> bodies.equals(List.of("abcdef")));
        }
    }

    private Socket open(String head) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        send(socket, head);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
