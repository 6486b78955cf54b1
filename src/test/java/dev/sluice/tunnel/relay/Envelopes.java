package dev.sluice.tunnel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.SentryDsn;
import dev.sluice.event.EventKey;
import dev.sluice.trace.Origin;
import dev.sluice.tunnel.Destination;
import dev.sluice.tunnel.Destinations;
import dev.sluice.tunnel.SafeEnvelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Envelopes as the first half of the tunnel hands them on. */
final class Envelopes {
    private Envelopes() {}

    static Destination destination(String dsn) {
        return destinations(dsn).all().iterator().next();
    }

    static Destinations destinations(String... dsns) {
        return Destinations.of(
                List.of(dsns).stream()
                        .map(dsn -> SentryDsn.parse(dsn).orElseThrow())
                        .toList(),
                _ -> "default");
    }

    /** One item of each type named, each with a length. */
    static byte[] bytes(UUID id, String... types) {
        StringBuilder text = new StringBuilder("{\"event_id\":\"" + plain(id) + "\"}\n");
        for (String type : types) {
            String payload = "{\"of\":\"" + type + "\"}";
            text.append("{\"type\":\"" + type + "\",\"length\":" + payload.length() + "}\n" + payload + "\n");
        }
        return text.toString().getBytes(UTF_8);
    }

    static SafeEnvelope envelope(Destination destination, UUID id, byte[] bytes) {
        return envelope(destination, id, Instant.now(), bytes);
    }

    static SafeEnvelope envelope(Destination destination, UUID id, Instant receivedAt, byte[] bytes) {
        return new SafeEnvelope(
                destination,
                id,
                new EventKey(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                receivedAt.toEpochMilli(),
                Optional.empty(),
                Optional.empty(),
                Origin.UNKNOWN,
                bytes);
    }

    /** As it stands in {@code event_id}. */
    static String plain(UUID id) {
        return id.toString().replace("-", "");
    }
}
