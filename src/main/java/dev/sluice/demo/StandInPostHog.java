package dev.sluice.demo;

import io.quarkus.logging.Log;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Takes PostHog's place when no project is configured: a server on a free loopback port of the same process that accepts
 * batches, answers what posthog-js asks, and remembers the newest events for the demo page. It sees what PostHog would see:
 * events that have passed the firewall. Nothing is written anywhere. Thread-safe.
 */
@Singleton
public final class StandInPostHog {
    private static final int LARGEST_BATCH = 32 << 20;

    private final Vertx vertx;
    private final StandInAnswers answers = new StandInAnswers();
    private final RecentEvents recent = new RecentEvents();
    private volatile Optional<HttpServer> server = Optional.empty();

    public StandInPostHog(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Opens the port, once.
     *
     * @return its address, to be used as the host of the demo project
     * @throws IllegalStateException if no loopback port can be opened
     */
    public synchronized URI start() {
        if (server.isEmpty()) {
            HttpServerOptions options =
                    new HttpServerOptions().setHost("127.0.0.1").setPort(0);
            try {
                server = Optional.of(vertx.createHttpServer(options)
                        .requestHandler(this::handle)
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the demo's stand-in for PostHog was starting", e);
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                throw new IllegalStateException("the demo's stand-in for PostHog could not open a loopback port", e);
            }
        }
        return URI.create("http://127.0.0.1:" + server.get().actualPort());
    }

    /** Whether the demo is on. */
    public boolean isRunning() {
        return server.isPresent();
    }

    /** The newest events that arrived here, oldest first, each as one JSON object. At most 200. */
    public List<String> recentEvents() {
        return recent.all();
    }

    @PreDestroy
    synchronized void stop() {
        server.ifPresent(HttpServer::close);
        server = Optional.empty();
    }

    private void handle(HttpServerRequest request) {
        String path = Optional.ofNullable(request.path()).orElse("/");
        if (request.method().equals(HttpMethod.POST) && (path.equals("/batch/") || path.equals("/s/"))) {
            receive(request);
        } else {
            answer(request, path);
        }
    }

    private void receive(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() <= LARGEST_BATCH) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(end -> vertx.executeBlocking(() -> SentEvents.in(body.getBytes()), false)
                .onSuccess(events -> {
                    events.forEach(recent::add);
                    json(request.response(), 200, "{\"status\":\"Ok\"}");
                })
                .onFailure(failure -> {
                    if (!(failure instanceof IOException) && !(failure instanceof DecodeException)) {
                        Log.errorf(
                                "the demo's stand-in failed: %s",
                                failure.getClass().getName());
                    }
                    json(request.response(), 400, "{\"error\":\"not a batch of events\"}");
                }));
    }

    private void answer(HttpServerRequest request, String path) {
        Optional<StandInAnswers.Answer> known =
                answers.to(path, Optional.ofNullable(request.query()).orElse(""));
        HttpServerResponse response = request.response();
        if (known.isEmpty()) {
            json(response, 404, "{\"error\":\"not found\"}");
            return;
        }
        response.putHeader("content-type", known.get().contentType())
                .putHeader("cache-control", "max-age=5")
                .end(known.get().body());
    }

    private static void json(HttpServerResponse response, int status, String body) {
        response.setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body);
    }
}
