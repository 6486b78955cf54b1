package dev.sluice.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

/** Keeps every byte that anybody sends to it, and answers as a neighbour would that is content. Thread-safe. */
public final class RecordingServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<Request> status = request -> 200;

    private RecordingServer() {
        server = vertx.createHttpServer().requestHandler(this::receive);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    /** Starts on a free port of the loopback address. */
    public static RecordingServer start() {
        return new RecordingServer();
    }

    /** With which status to answer from now on. */
    public void answer(ToIntFunction<Request> status) {
        this.status = status;
    }

    public int port() {
        return server.actualPort();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Request received = new Request(request.uri(), head(request), body.getBytes());
            requests.add(received);
            request.response()
                    .setStatusCode(status.applyAsInt(received))
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer("{\"status\":\"Ok\",\"featureFlags\":{}}"));
        });
    }

    private static byte[] head(HttpServerRequest request) {
        var head = new ByteArrayOutputStream();
        head.writeBytes((request.method() + " " + request.uri() + "\n").getBytes(UTF_8));
        request.headers()
                .forEach(
                        header -> head.writeBytes((header.getKey() + ": " + header.getValue() + "\n").getBytes(UTF_8)));
        return head.toByteArray();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One request: its request line and headers as text, its body as it was on the wire. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares requests
    public record Request(String uri, byte[] head, byte[] body) {}
}
