package dev.sluice.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** A Sentry that keeps the text of every envelope, and answers as it is told to. */
final class RecordingSentry {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> envelopes = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile boolean hanging;
    private volatile String location = "";

    private RecordingSentry(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
    }

    static RecordingSentry start() {
        return startAt(0);
    }

    /** At a port where one was before; 0 for any. */
    static RecordingSentry startAt(int port) {
        RecordingSentry sentry = new RecordingSentry(port);
        sentry.server.start();
        return sentry;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String dsn() {
        return "http://publickey@127.0.0.1:" + port() + "/42";
    }

    void answer(int next) {
        status = next;
    }

    /** From now on it answers with this redirect. */
    void redirect(int next, String to) {
        location = to;
        status = next;
    }

    /** From now on it reads and never answers. */
    void hang() {
        hanging = true;
    }

    List<String> envelopes() {
        return List.copyOf(envelopes);
    }

    /**
     * The events among them, in the order in which they came; each once, as Sentry keeps them by their ids: Java's HTTP client sends
     * again what it sent on a connection that broke.
     */
    List<JsonNode> events() {
        Set<String> known = new HashSet<>();
        return envelopes.stream()
                .flatMap(envelope -> envelope.lines().skip(1))
                .filter(line -> line.startsWith("{") && line.contains("\"event_id\"") && line.contains("\"platform\""))
                .map(RecordingSentry::json)
                .filter(event -> known.add(event.path("event_id").asText()))
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            try (InputStream plain = gzip ? new GZIPInputStream(body) : body) {
                envelopes.add(new String(plain.readAllBytes(), StandardCharsets.UTF_8));
            }
            if (hanging) {
                awaitEnd();
                return;
            }
            byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().set("Location", location);
            }
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
