package dev.sluice.capture;

import dev.sluice.config.SluiceConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The first thing every request meets: it gets its id and its CORS headers, which no later failure can take away, preflights
 * are answered, a prefix before an SDK's path is taken off, and capture requests go straight to the {@link CaptureHandler}.
 * Nothing is ever redirected.
 */
@Singleton
public final class Edge {
    /** The id of the request: on every answer, and the key under which later handlers find it in the routing context. */
    public static final String REQUEST_ID = "X-Request-Id";

    private static final CharSequence REQUEST_ID_HEADER = HttpHeaders.createOptimized(REQUEST_ID);
    /** Before everything that Quarkus itself registers at fixed places, its limit of body sizes among them. */
    private static final int FIRST = 10_000;

    private final CaptureHandler capture;
    private final Cors cors;
    private final RequestIds requestIds = new RequestIds();
    private final Answers answers = new Answers();

    Edge(CaptureHandler capture, SluiceConfig config) {
        this.capture = capture;
        cors = new Cors(config.allowedOrigins());
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, FIRST);
    }

    private void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String path = request.path() == null ? "/" : request.path();
        String requestId = requestId(routing, request);

        CapturePath known = CapturePath.of(path);
        String bare = known == null ? SdkPaths.withoutPrefix(path) : null;
        if (bare != null) {
            known = CapturePath.of(bare);
        }
        if (known != null || SdkPaths.isForPages(path)) {
            cors.write(request.headers(), request.response().headers());
            if (request.method().equals(HttpMethod.OPTIONS)) {
                answers.preflight(request.response());
                return;
            }
        }
        if (known != null) {
            // One of the addresses that CapturePath lists, letter by letter: nothing that a sender could have put
            // there.
            String route = bare == null ? path : bare;
            capture.handle(request, known, route, requestId);
        } else if (bare != null) {
            // Vert.x takes path and query from here; without the query a lookup would lose its token.
            String query = request.query();
            routing.reroute(query == null ? bare : bare + '?' + query);
        } else {
            routing.next();
        }
    }

    /** A rerouted request comes here twice and keeps its id. */
    private String requestId(RoutingContext routing, HttpServerRequest request) {
        @Nullable String given = routing.get(REQUEST_ID);
        if (given != null) {
            return given;
        }
        String id = requestIds.of(request.getHeader(REQUEST_ID_HEADER));
        routing.put(REQUEST_ID, id);
        request.response().putHeader(REQUEST_ID_HEADER, id);
        return id;
    }
}
