package dev.sluice.capture;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which browser origins may post, and the headers that say so. PostHog's policy (reference of the wire protocol, section 5): the
 * origin and the headers a browser asks for are mirrored, since pages add tracing headers of their own. Thread-safe.
 */
public final class Cors {
    private static final int MAX_HEADER_LENGTH = 4096;

    private final boolean isAnyAllowed;
    private final Set<String> allowed;

    public Cors(List<String> allowedOrigins) {
        isAnyAllowed = allowedOrigins.stream().anyMatch(origin -> origin.strip().equals("*"));
        allowed = allowedOrigins.stream().map(Cors::normal).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a request of this origin is taken; one without an origin does not come from a page. */
    public boolean isAllowed(@Nullable String origin) {
        return origin == null || isAnyAllowed || allowed.contains(normal(origin));
    }

    /** Writes the headers that let the page read the answer. An origin that is not allowed gets none. */
    void write(MultiMap request, MultiMap response) {
        String origin = request.get(HttpHeaders.ORIGIN);
        if (origin == null || !isAllowed(origin) || !isPrintable(origin)) {
            return;
        }
        response.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        response.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        response.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS");
        response.set(HttpHeaders.VARY, "Origin");
        String headers = request.get(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        if (headers != null && isPrintable(headers)) {
            response.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers);
        }
    }

    private static String normal(String origin) {
        String plain = origin.strip().toLowerCase(Locale.ROOT);
        return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    /** What goes back into a header must not be able to end it. */
    private static boolean isPrintable(String value) {
        if (value.length() > MAX_HEADER_LENGTH) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < 0x20 || value.charAt(i) > 0x7e) {
                return false;
            }
        }
        return true;
    }
}
