package dev.sluice.tunnel;

import dev.sluice.event.EventKey;
import dev.sluice.trace.Origin;
import java.util.Optional;
import java.util.UUID;

/**
 * An envelope that has been through the firewall, as it will be stored and sent.
 *
 * @param destination where it goes
 * @param id a name for it, made of {@code key}: a second arrival of the same envelope has the same
 * @param key what makes it the same as another: a digest of destination and content
 * @param receivedAtMillis milliseconds since the epoch
 * @param visitor the visitor's address as the configuration lets it be told ({@code X-Sentry-Forwarded-For}), at most 45
 *     characters; as a rule empty
 * @param userAgent the browser's, scrubbed, printable ASCII of at most 512 characters; empty where there was none
 * @param origin the request that brought it
 * @param bytes header and items, with {@code length} on every item; not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
public record SafeEnvelope(
        Destination destination,
        UUID id,
        EventKey key,
        long receivedAtMillis,
        Optional<String> visitor,
        Optional<String> userAgent,
        Origin origin,
        byte[] bytes) {}
