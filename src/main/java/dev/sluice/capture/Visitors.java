package dev.sluice.capture;

import dev.sluice.config.SluiceConfig;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Policies;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * What may be known of where a request came from: the address of its sender by the trusted proxies' word
 * ({@link ClientAddress}), under the policy of the project. Thread-safe.
 */
@Singleton
public final class Visitors {
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final CharSequence FORWARDED = HttpHeaders.createOptimized("Forwarded");
    private static final CharSequence REAL_IP = HttpHeaders.createOptimized("X-Real-IP");

    private final ClientAddress addresses;
    private final Policies policies;

    public Visitors(SluiceConfig config, Policies policies) {
        addresses = config.trustedProxies().map(ClientAddress::new).orElseGet(ClientAddress::trustingPrivateRanges);
        this.policies = policies;
    }

    /** The address as the project's policy lets it be seen; empty where it is dropped, or not known. */
    public Optional<String> address(HttpServerRequest request, String project) {
        return of(request).seenBy(project);
    }

    /** The address as {@code policy} lets it be seen, whatever a project's says; empty where it is dropped, or not known. */
    public Optional<String> address(HttpServerRequest request, IpPolicy policy) {
        return of(request).seenBy(policy);
    }

    /** Who sent the request, before it is known to which project. */
    Visitor of(HttpServerRequest request) {
        List<String> forwardedFor = request.headers().getAll(FORWARDED_FOR);
        List<String> forwarded = forwardedFor.isEmpty() ? request.headers().getAll(FORWARDED) : List.of();
        String realIp = forwardedFor.isEmpty() && forwarded.isEmpty() ? request.getHeader(REAL_IP) : null;
        return new Visitor(
                addresses.of(request.remoteAddress().hostAddress(), forwardedFor, forwarded, realIp), policies);
    }
}
