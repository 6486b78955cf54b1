package dev.sluice.capture;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a sender is told to slow down. 429 says it best, but posthog-js and the Java server SDK throw the events away then,
 * so it goes only to the SDKs of which it is known that they send again; everybody else, known or not, gets 503. Source: the
 * reference of the wire protocol, section 4.1.
 */
final class Slowdown {
    private static final int TOO_MANY_REQUESTS = 429;

    private static final List<String> KEEP_THEIR_EVENTS = List.of("posthog-node/", "posthog-python/", "posthog-go/");

    private Slowdown() {}

    static int status(MultiMap headers) {
        // Browsers send one of these; a page's script may not set or hide them.
        boolean isBrowser = headers.contains(HttpHeaders.ORIGIN) || headers.contains("Sec-Fetch-Mode");
        return !isBrowser && isServerSdk(headers.get(HttpHeaders.USER_AGENT))
                ? TOO_MANY_REQUESTS
                : Refusal.RATE_LIMITED.status();
    }

    private static boolean isServerSdk(@Nullable String userAgent) {
        return userAgent != null && KEEP_THEIR_EVENTS.stream().anyMatch(userAgent::startsWith);
    }
}
