package dev.sluice.capture;

import dev.sluice.config.SluiceConfig;
import dev.sluice.scrub.detect.IpAddress;
import dev.sluice.scrub.policy.IpPolicy;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * What may be known of where a request came from: the address of its sender by the trusted proxies' word
 * ({@link ClientAddress}), under the IP policy. The whole address never leaves this class. Thread-safe.
 */
@Singleton
public final class Visitors {
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final CharSequence FORWARDED = HttpHeaders.createOptimized("Forwarded");
    private static final CharSequence REAL_IP = HttpHeaders.createOptimized("X-Real-IP");

    private final ClientAddress addresses;
    private final IpPolicy policy;

    public Visitors(SluiceConfig config) {
        addresses = config.trustedProxies().map(ClientAddress::new).orElseGet(ClientAddress::trustingPrivateRanges);
        policy = config.ipPolicy();
    }

    /** The address as the policy lets it be seen; empty where it is dropped, or not known. */
    public Optional<String> address(HttpServerRequest request) {
        if (policy == IpPolicy.DROP) {
            return Optional.empty();
        }
        List<String> forwardedFor = request.headers().getAll(FORWARDED_FOR);
        List<String> forwarded = forwardedFor.isEmpty() ? request.headers().getAll(FORWARDED) : List.of();
        String realIp = forwardedFor.isEmpty() && forwarded.isEmpty() ? request.getHeader(REAL_IP) : null;
        IpAddress client = addresses.of(request.remoteAddress().hostAddress(), forwardedFor, forwarded, realIp);
        if (client == null) {
            return Optional.empty();
        }
        return Optional.of((policy == IpPolicy.TRUNCATE ? client.truncated() : client).text());
    }
}
