package dev.sluice.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Takes traces as a collector of OpenTelemetry does, and forgets them. */
final class Collector implements AutoCloseable {
    /** What production records unless told otherwise. */
    private static final String RATE = "0.1";

    private final HttpServer server;
    private final AtomicLong exports = new AtomicLong();

    private Collector(HttpServer server) {
        this.server = server;
        server.createContext("/", this::take);
        server.start();
    }

    static Collector start() {
        try {
            return new Collector(HttpServer.create(Child.local(0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("the collector of traces did not start", e);
        }
    }

    /** What makes a gateway send its traces here. */
    Map<String, String> settings() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "SENTRY_TRACES_SAMPLE_RATE",
                RATE);
    }

    /** Requests with spans so far. */
    long exports() {
        return exports.get();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            body.skip(Long.MAX_VALUE);
            exports.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
