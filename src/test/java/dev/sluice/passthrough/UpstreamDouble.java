package dev.sluice.passthrough;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that notes what it is asked and answers as it is told. */
final class UpstreamDouble {
    private final URI uri;
    private final List<LookupsHttpTest.Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private volatile int status = 200;
    private volatile String body = "";
    private volatile boolean drops;
    private volatile boolean hangs;

    UpstreamDouble(Vertx vertx) throws Exception {
        uri = listen(vertx, this::handle);
    }

    static URI listen(Vertx vertx, Handler<HttpServerRequest> handler) throws Exception {
        var server = vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    URI uri() {
        return uri;
    }

    void answers(String text) {
        body = text;
    }

    void status(int code) {
        status = code;
    }

    void header(String name, String value) {
        headers.put(name, value);
    }

    /** Closes each connection instead of answering. */
    void drops() {
        drops = true;
    }

    /** Never answers. */
    void hangs() {
        hangs = true;
    }

    int count() {
        return asked.size();
    }

    LookupsHttpTest.Asked last() {
        return asked.getLast();
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(content -> {
            Map<String, String> sent = new HashMap<>();
            request.headers()
                    .forEach(header -> sent.put(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
            asked.add(new LookupsHttpTest.Asked(request.uri(), sent, content.toString()));
            if (drops) {
                request.connection().close();
            } else if (!hangs) {
                headers.forEach(request.response()::putHeader);
                request.response().setStatusCode(status).end(body);
            }
        });
    }
}
