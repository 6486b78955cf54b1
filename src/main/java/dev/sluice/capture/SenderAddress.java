package dev.sluice.capture;

import dev.sluice.config.SluiceConfig;
import dev.sluice.scrub.IpPolicy;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the IP policy lets others know of where a request came from: the same as {@code $ip} of its events. Thread-safe. */
@Singleton
public final class SenderAddress {
    private final ClientAddress addresses;
    private final IpPolicy policy;

    SenderAddress(SluiceConfig config) {
        addresses = config.trustedProxies().map(ClientAddress::new).orElseGet(ClientAddress::trustingPrivateRanges);
        policy = config.ipPolicy();
    }

    /** The address as text; empty where the policy drops it or it cannot be told. */
    public Optional<String> underPolicy(HttpServerRequest request) {
        List<String> forwardedFor = request.headers().getAll("X-Forwarded-For");
        List<String> forwarded = request.headers().getAll("Forwarded");
        @Nullable
        IpAddress address = addresses.of(
                request.remoteAddress().hostAddress(), forwardedFor, forwarded, request.getHeader("X-Real-IP"));
        return Optional.ofNullable(address).flatMap(known -> switch (policy) {
            case DROP -> Optional.empty();
            case TRUNCATE -> Optional.of(known.truncated().text());
            case FORWARD -> Optional.of(known.text());
        });
    }
}
