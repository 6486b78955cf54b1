package dev.sluice.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/** {@code GET /demo} and what belongs to it. 404 like any unknown path unless the stand-in runs. */
@Singleton
final class DemoPage {
    private final StandInPostHog standIn;

    DemoPage(StandInPostHog standIn) {
        this.standIn = standIn;
    }

    void mount(@Observes Router router) {
        router.get("/demo").handler(context -> file(context, "index.html", "text/html; charset=utf-8"));
        router.get("/demo/demo.css").handler(context -> file(context, "demo.css", "text/css; charset=utf-8"));
        router.get("/demo/demo.js").handler(context -> file(context, "demo.js", "text/javascript; charset=utf-8"));
        router.get("/demo/upstream").handler(this::upstream);
    }

    private void upstream(RoutingContext context) {
        if (!standIn.isRunning()) {
            context.next();
            return;
        }
        context.response()
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end("[" + String.join(",", standIn.recentEvents()) + "]");
    }

    private void file(RoutingContext context, String name, String contentType) {
        Optional<byte[]> body = standIn.isRunning() ? DemoFiles.read("page/" + name) : Optional.empty();
        if (body.isEmpty()) {
            context.next();
            return;
        }
        context.response()
                .putHeader("content-type", contentType)
                .putHeader("cache-control", "no-cache")
                .putHeader("x-content-type-options", "nosniff")
                .end(Buffer.buffer(body.get()));
    }
}
