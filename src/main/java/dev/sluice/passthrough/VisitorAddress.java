package dev.sluice.passthrough;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** What PostHog may know of where a request came from, after the policy of the project; flags can depend on the country. */
@FunctionalInterface
interface VisitorAddress {
    /** For {@code X-Forwarded-For}; empty where the policy drops it. */
    Optional<String> of(HttpServerRequest request, String project);
}
