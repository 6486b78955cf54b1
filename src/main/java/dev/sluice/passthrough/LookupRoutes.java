package dev.sluice.passthrough;

import io.quarkus.logging.Log;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The HTTP side of lookups. Paths that are none go on to whoever else knows them, in the end to a 404. */
@Singleton
final class LookupRoutes {
    private final Lookups lookups;

    LookupRoutes(Lookups lookups) {
        this.lookups = lookups;
    }

    void mount(@Observes Router router) {
        router.route().handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = Optional.ofNullable(request.path()).orElse("");
        Optional<Lookup> lookup = Lookup.of(path);
        if (lookup.isEmpty()) {
            context.next();
            return;
        }
        if (!lookup.get().takes(request.method())) {
            context.response().putHeader("allow", lookup.get().allowed());
            refuse(context, Refusal.wrongMethod());
            return;
        }
        var caller = context.vertx().getOrCreateContext();
        lookups.serve(lookup.get(), path, request)
                .onComplete(result -> caller.runOnContext(ignored -> {
                    if (result.succeeded()) {
                        send(context, result.result());
                    } else {
                        refuse(context, refusal(result.cause()));
                    }
                }));
    }

    private static void send(RoutingContext context, SharedAnswers.Copy copy) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        Answer answer = copy.answer();
        answer.headers().forEach(response::putHeader);
        if (!copy.age().isZero()) {
            response.putHeader("age", Long.toString(copy.age().toSeconds()));
        }
        response.headers().add("vary", "Accept-Encoding");
        // The answer is shown under the shop's own name: whatever it says it is, it must not become a page there.
        response.putHeader("x-content-type-options", "nosniff");
        response.putHeader("content-security-policy", "default-src 'none'; sandbox");
        String validator = context.request().getHeader("if-none-match");
        if (validator != null
                && answer.status() == 200
                && answer.header("etag").filter(validator::equals).isPresent()) {
            response.headers().remove("content-type").remove("content-encoding");
            response.setStatusCode(304).end();
        } else if (answer.status() == 304 || answer.status() == 204) {
            response.setStatusCode(answer.status()).end();
        } else {
            response.setStatusCode(answer.status()).end(answer.body());
        }
    }

    private static Refusal refusal(Throwable cause) {
        return switch (cause) {
            case Refusal refusal -> refusal;
            case UpstreamFailure failure -> Refusal.of(failure);
            default -> {
                // Only the kind: its message may quote the request.
                Log.errorf("a lookup failed unexpectedly: %s", cause.getClass().getName());
                yield Refusal.unexpected();
            }
        };
    }

    private static void refuse(RoutingContext context, Refusal refusal) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        String requestId = response.headers().get("x-request-id");
        if (refusal.status() == 503) {
            response.putHeader("retry-after", "5");
        }
        response.setStatusCode(refusal.status())
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end("{\"status\":\"error\",\"code\":\"" + refusal.code() + "\",\"error\":\"" + refusal.sentence()
                        + "\"" + (requestId == null ? "" : ",\"request_id\":\"" + requestId + "\"") + "}");
    }
}
