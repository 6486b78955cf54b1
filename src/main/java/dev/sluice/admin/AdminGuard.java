package dev.sluice.admin;

import dev.sluice.capture.Edge;
import dev.sluice.config.SluiceConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The door of everything under {@code /admin} and {@code /console}, whoever answers there: without a configured token there is
 * nothing behind it (404), without the right one nobody gets in (401). Answers to wrong tokens come later and later one by
 * one; the right one is never slowed.
 */
@Singleton
final class AdminGuard {
    /** After {@link Edge}, which gives the request its id; before everything that answers. */
    private static final int SECOND = 9_000;

    private static final int FREE_FAILURES = 5;
    private static final long SLOW_MILLIS = 1_000;
    private static final int MOST_WAITING = 64;
    private static final long FORGIVEN_AFTER_NANOS = 60_000_000_000L;

    private final AdminToken token;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong lastFailure = new AtomicLong();

    AdminGuard(SluiceConfig config) {
        token = new AdminToken(config.adminToken());
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, SECOND);
    }

    private void handle(RoutingContext routing) {
        if (!isGuarded(routing.normalizedPath())) {
            routing.next();
            return;
        }
        HttpServerResponse response = routing.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!token.isSet()) {
            refuse(routing, 404, "not_found", "there is nothing here unless SLUICE_ADMIN_TOKEN is set");
        } else if (token.isIn(Optional.ofNullable(routing.request().getHeader(HttpHeaders.AUTHORIZATION)))) {
            routing.next();
        } else {
            refuseLater(routing);
        }
    }

    /**
     * Whether a path leads behind the door in any spelling that some router might understand: the path decoded once more, in
     * any case, and without the parameters of its segments.
     */
    static boolean isGuarded(String path) {
        String plain = path;
        try {
            plain = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Broken encoding: judged as it stands.
            plain = path;
        }
        String first = "";
        for (int start = 0; first.isEmpty() && start < plain.length(); ) {
            int slash = plain.indexOf('/', start);
            int end = slash < 0 ? plain.length() : slash;
            first = withoutDotsAndParameters(plain.substring(start, end)).toLowerCase(Locale.ROOT);
            start = end + 1;
        }
        return first.equals("admin") || first.equals("console");
    }

    private static String withoutDotsAndParameters(String segment) {
        int parameters = segment.indexOf(';');
        int end = parameters < 0 ? segment.length() : parameters;
        int start = 0;
        while (start < end && segment.charAt(start) == '.') {
            start++;
        }
        return segment.substring(start, end);
    }

    private void refuseLater(RoutingContext routing) {
        routing.response().putHeader("WWW-Authenticate", "Bearer realm=\"sluice\"");
        long now = System.nanoTime();
        if (now - lastFailure.getAndSet(now) > FORGIVEN_AFTER_NANOS) {
            failures.set(0);
        }
        if (failures.incrementAndGet() <= FREE_FAILURES) {
            refuseWrong(routing);
        } else if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            routing.response().putHeader("Retry-After", "1");
            refuse(routing, 429, "too_many_wrong_tokens", "wait a little");
        } else {
            routing.vertx().setTimer(SLOW_MILLIS, _ -> {
                waiting.decrementAndGet();
                refuseWrong(routing);
            });
        }
    }

    private static void refuseWrong(RoutingContext routing) {
        refuse(routing, 401, "unauthorized", "send Authorization: Bearer with the value of SLUICE_ADMIN_TOKEN");
    }

    private static void refuse(RoutingContext routing, int status, String code, String sentence) {
        HttpServerResponse response = routing.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end("{\"status\":\"error\",\"code\":\"" + code + "\",\"error\":\"" + sentence
                            + "\",\"request_id\":\"" + routing.get(Edge.REQUEST_ID) + "\"}");
        }
    }
}
