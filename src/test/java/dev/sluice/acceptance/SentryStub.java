package dev.sluice.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** A server on a loopback address that keeps what it gets: Sentry, or somebody who must get nothing. */
final class SentryStub implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Function<String, Answer> answers = path -> new Answer(200, Map.of());

    record Answer(int status, Map<String, String> headers) {}

    /** @param body unpacked */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares requests
    record Request(String target, Map<String, List<String>> headers, byte[] body) {}

    SentryStub(String address) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    SentryStub() {
        this("127.0.0.1");
    }

    int port() {
        return server.getAddress().getPort();
    }

    String dsn(String project) {
        return "http://publickey@127.0.0.1:" + port() + "/" + project;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    void answer(Function<String, Answer> byTarget) {
        answers = byTarget;
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        String target = exchange.getRequestURI().toString();
        requests.add(new Request(target, Map.copyOf(exchange.getRequestHeaders()), body));
        Answer answer = answers.apply(target);
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(answer.status(), -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
