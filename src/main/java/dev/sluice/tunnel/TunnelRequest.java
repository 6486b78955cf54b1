package dev.sluice.tunnel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to the tunnel, with what may be known of its sender.
 *
 * @param body as it was on the wire; not to be modified
 * @param contentEncoding of the request
 * @param visitor the address as the configuration lets it be told
 * @param userAgent as it came
 * @param session PostHog's, as it came
 * @param person PostHog's distinct id, as it came
 * @param requestId as in {@code X-Request-Id} of the answer
 * @param receivedAtMillis milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record TunnelRequest(
        byte[] body,
        @Nullable String contentEncoding,
        Optional<String> visitor,
        @Nullable String userAgent,
        @Nullable String session,
        @Nullable String person,
        String requestId,
        long receivedAtMillis) {}
