package dev.sluice.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * A PostHog for tests: a real HTTP server on a free port that decodes and records every request, and answers as it is told,
 * with faults too. Events count as ingested when their request was answered with a 2xx. Thread-safe.
 */
public final class RecordingPostHog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx;
    private final HttpServer server;
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final List<JsonNode> ingested = new CopyOnWriteArrayList<>();
    private volatile Function<Received, Answer> behaviour = request -> Answer.ok();

    private RecordingPostHog(Vertx vertx) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer().requestHandler(this::receive);
    }

    /** Starts on a free port of the loopback address. */
    public static RecordingPostHog start(Vertx vertx) {
        RecordingPostHog posthog = new RecordingPostHog(vertx);
        posthog.server
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return posthog;
    }

    /** How to answer from now on. Called on an event loop, once for each request, after it was recorded. */
    public void answer(Function<Received, Answer> behaviour) {
        this.behaviour = behaviour;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    public List<Received> requests() {
        return List.copyOf(requests);
    }

    /** Events of requests that were answered with a 2xx, in the order of their arrival, repeats included. */
    public List<JsonNode> ingested() {
        return List.copyOf(ingested);
    }

    /** What PostHog keeps: copies of an event with the same uuid, timestamp, name and distinct id are one. */
    public Map<Identity, JsonNode> folded() {
        Map<Identity, JsonNode> folded = new LinkedHashMap<>();
        ingested.forEach(event -> folded.put(Identity.of(event), event));
        return folded;
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Received received;
            try {
                received = decode(request, body);
            } catch (IOException e) {
                // As PostHog answers to what it cannot decode.
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
                    ingested.addAll(received.events());
                }
                HttpServerResponse response = request.response().setStatusCode(answer.status);
                answer.headers.forEach(response::putHeader);
                response.end(answer.body);
            }
            case HANG -> {}
            case CUT -> request.connection().close();
            case CUT_AFTER_INGESTING -> {
                ingested.addAll(received.events());
                request.connection().close();
            }
            case CUT_INSIDE_ANSWER -> {
                request.response().setStatusCode(200).putHeader("Content-Length", "1000");
                request.response()
                        .write("{")
                        .onComplete(_ -> request.connection().close());
            }
        }
    }

    private static Received decode(HttpServerRequest request, Buffer body) throws IOException {
        byte[] wire = body.getBytes();
        byte[] raw = wire;
        boolean gzip = "gzip".equals(request.getHeader("Content-Encoding"));
        if (gzip) {
            raw = new GZIPInputStream(new ByteArrayInputStream(wire)).readAllBytes();
        }
        JsonNode json = raw.length == 0 ? JSON.nullNode() : JSON.readTree(raw);
        return new Received(Objects.requireNonNullElse(request.path(), ""), request.headers(), wire, raw, json);
    }

    /** One request as it arrived: path, headers, body on the wire, body without gzip, and that as JSON. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares requests
    public record Received(String path, MultiMap headers, byte[] wire, byte[] raw, JsonNode json) {
        /** The events of a batch object, of an array, or of a single event. */
        public List<JsonNode> events() {
            JsonNode list = json.isArray() ? json : json.path("batch");
            List<JsonNode> events = new ArrayList<>();
            list.forEach(events::add);
            if (list.isMissingNode() && json.isObject()) {
                events.add(json);
            }
            return events;
        }
    }

    /** The four by which PostHog folds copies. */
    public record Identity(String uuid, String timestamp, String event, String distinctId) {
        static Identity of(JsonNode event) {
            JsonNode distinctId = event.has("distinct_id")
                    ? event.path("distinct_id")
                    : event.path("properties").path("distinct_id");
            return new Identity(
                    event.path("uuid").asText(),
                    event.path("timestamp").asText(),
                    event.path("event").asText(),
                    distinctId.asText());
        }
    }

    /** How a request is answered. */
    public static final class Answer {
        private final Fault fault;
        private final int status;
        private final String body;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private long delayMillis;

        private Answer(Fault fault, int status, String body) {
            this.fault = fault;
            this.status = status;
            this.body = body;
        }

        public static Answer ok() {
            return status(200, "{\"status\":\"Ok\"}");
        }

        public static Answer status(int status) {
            return status(status, "");
        }

        public static Answer status(int status, String body) {
            return new Answer(Fault.NONE, status, body);
        }

        /** No answer at all, the connection stays open. */
        public static Answer hang() {
            return new Answer(Fault.HANG, 0, "");
        }

        /** The connection ends instead of an answer. */
        public static Answer cut() {
            return new Answer(Fault.CUT, 0, "");
        }

        /** The events are taken, but the connection ends before that can be said. */
        public static Answer cutAfterIngesting() {
            return new Answer(Fault.CUT_AFTER_INGESTING, 0, "");
        }

        /** A 200 whose body never ends: the connection does. */
        public static Answer cutInsideAnswer() {
            return new Answer(Fault.CUT_INSIDE_ANSWER, 0, "");
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
            CUT_AFTER_INGESTING,
            CUT_INSIDE_ANSWER
        }
    }
}
