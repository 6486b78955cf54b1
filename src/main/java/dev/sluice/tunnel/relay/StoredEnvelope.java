package dev.sluice.tunnel.relay;

import dev.sluice.json.ByteSink;
import dev.sluice.tunnel.MalformedEnvelopeException;
import dev.sluice.tunnel.SafeEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An envelope as it lies in the tunnel's log: a byte for the version, the visitor's address with its length in a byte, the
 * user agent with its length in two, and the envelope.
 *
 * @param visitor for {@code X-Sentry-Forwarded-For}, where the configuration lets it be told
 * @param userAgent of the browser, scrubbed
 * @param bytes header and items; not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record StoredEnvelope(Optional<String> visitor, Optional<String> userAgent, byte[] bytes) {
    private static final byte VERSION = 1;
    private static final int LONGEST_VISITOR = 255;
    private static final int LONGEST_USER_AGENT = 0xffff;

    static byte[] encode(SafeEnvelope envelope) {
        byte[] visitor = ascii(envelope.visitor(), LONGEST_VISITOR);
        byte[] userAgent = ascii(envelope.userAgent(), LONGEST_USER_AGENT);
        return new ByteSink(4 + visitor.length + userAgent.length + envelope.bytes().length)
                .append(VERSION)
                .append((byte) visitor.length)
                .append(visitor)
                .append((byte) (userAgent.length >> 8))
                .append((byte) userAgent.length)
                .append(userAgent)
                .append(envelope.bytes())
                .toByteArray();
    }

    /** @throws MalformedEnvelopeException if {@link #encode} did not make it */
    static StoredEnvelope decode(byte[] stored) throws MalformedEnvelopeException {
        if (stored.length < 4 || stored[0] != VERSION) {
            throw new MalformedEnvelopeException("no stored envelope that this version can read", 0);
        }
        int visitorEnd = 2 + (stored[1] & 0xff);
        if (visitorEnd + 2 > stored.length) {
            throw new MalformedEnvelopeException("a stored envelope ends early", visitorEnd);
        }
        int agentStart = visitorEnd + 2;
        int agentEnd = agentStart + ((stored[visitorEnd] & 0xff) << 8 | stored[visitorEnd + 1] & 0xff);
        if (agentEnd > stored.length) {
            throw new MalformedEnvelopeException("a stored envelope ends early", agentEnd);
        }
        return new StoredEnvelope(
                text(stored, 2, visitorEnd),
                text(stored, agentStart, agentEnd),
                Arrays.copyOfRange(stored, agentEnd, stored.length));
    }

    private static byte[] ascii(Optional<String> text, int longest) {
        byte[] bytes = text.orElse("").getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > longest) {
            throw new IllegalArgumentException("a header of " + bytes.length + " characters is too long to be kept");
        }
        return bytes;
    }

    private static Optional<String> text(byte[] bytes, int from, int to) {
        return from == to
                ? Optional.empty()
                : Optional.of(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }
}
