package dev.sluice.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * A Sentry for tests: a real HTTP server on a free port that records every request, envelopes and OTLP alike, and answers as it
 * is told, with faults too. What it answered with a 2xx it has taken. Thread-safe.
 */
public final class RecordingSentry implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final List<Received> taken = new CopyOnWriteArrayList<>();
    private volatile Function<Received, Answer> behaviour = request -> Answer.ok();

    private RecordingSentry(int port) {
        server = vertx.createHttpServer().requestHandler(this::receive);
        server.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Starts on a free port of the loopback address. */
    public static RecordingSentry start() {
        return new RecordingSentry(0);
    }

    /** Starts where another one was, which has been closed. */
    public static RecordingSentry startAt(int port) {
        return new RecordingSentry(port);
    }

    /** How to answer from now on. Called on an event loop, once for each request, after it was recorded. */
    public void answer(Function<Received, Answer> behaviour) {
        this.behaviour = behaviour;
    }

    public int port() {
        return server.actualPort();
    }

    /** Of project 42. */
    public String dsn() {
        return dsn("publickey", "42");
    }

    public String dsn(String publicKey, String project) {
        return "http://" + publicKey + "@127.0.0.1:" + port() + "/" + project;
    }

    /** All requests, whatever they were answered. */
    public List<Received> requests() {
        return List.copyOf(requests);
    }

    /** The requests to envelope endpoints that were answered with a 2xx, in the order of their answers, repeats included. */
    public List<Received> envelopes() {
        return taken.stream()
                .filter(request -> request.path().endsWith("/envelope/"))
                .toList();
    }

    /** The requests to the OTLP endpoint of traces that were answered with a 2xx. */
    public List<Received> otlpTraces() {
        return taken.stream()
                .filter(request -> request.path().contains("/v1/traces"))
                .toList();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Received received;
            try {
                received = decode(request, body);
            } catch (IOException e) {
                // As Relay answers to what it cannot decode.
                request.response().setStatusCode(400).end();
                return;
            }
            requests.add(received);
            Answer answer = behaviour.apply(received);
            if (answer.delayMillis > 0) {
                vertx.setTimer(answer.delayMillis, _ -> act(answer, received, request));
            } else {
                act(answer, received, request);
            }
        });
    }

    private void act(Answer answer, Received received, HttpServerRequest request) {
        switch (answer.fault) {
            case NONE -> {
                if (answer.status >= 200 && answer.status < 300) {
                    taken.add(received);
                }
                HttpServerResponse response =
                        request.response().setStatusCode(answer.status).putHeader("Content-Type", "application/json");
                answer.headers.forEach(response::putHeader);
                response.end("{}");
            }
            case HANG -> {}
            case CUT -> request.connection().close();
            case CUT_AFTER_TAKING -> {
                taken.add(received);
                request.connection().close();
            }
        }
    }

    private static Received decode(HttpServerRequest request, Buffer body) throws IOException {
        byte[] wire = body.getBytes();
        boolean gzip = "gzip".equals(request.getHeader("Content-Encoding"));
        byte[] raw = gzip ? new GZIPInputStream(new ByteArrayInputStream(wire)).readAllBytes() : wire;
        return new Received(
                request.method().name(), Objects.requireNonNullElse(request.path(), ""), request.headers(), wire, raw);
    }

    /** One request as it arrived: method, path, headers, body on the wire, body without gzip. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares requests
    public record Received(String method, String path, MultiMap headers, byte[] wire, byte[] raw) {
        /** The body as text, for envelopes without binary items. */
        public String text() {
            return new String(raw, UTF_8);
        }
    }

    /** How a request is answered. */
    public static final class Answer {
        private final Fault fault;
        private final int status;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private long delayMillis;

        private Answer(Fault fault, int status) {
            this.fault = fault;
            this.status = status;
        }

        public static Answer ok() {
            return status(200);
        }

        public static Answer status(int status) {
            return new Answer(Fault.NONE, status);
        }

        /** The request is counted and dropped, as the header says, for instance {@code 60:error;transaction:organization}. */
        public static Answer limited(String rateLimits) {
            return status(429).header("X-Sentry-Rate-Limits", rateLimits);
        }

        public static Answer redirect(String location) {
            return status(307).header("Location", location);
        }

        /** No answer at all, the connection stays open. */
        public static Answer hang() {
            return new Answer(Fault.HANG, 0);
        }

        /** The connection ends instead of an answer. */
        public static Answer cut() {
            return new Answer(Fault.CUT, 0);
        }

        /** The envelope is taken, but the connection ends before that can be said. */
        public static Answer cutAfterTaking() {
            return new Answer(Fault.CUT_AFTER_TAKING, 0);
        }

        public Answer header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        public Answer after(long millis) {
            delayMillis = millis;
            return this;
        }

        private enum Fault {
            NONE,
            HANG,
            CUT,
            CUT_AFTER_TAKING
        }
    }
}
