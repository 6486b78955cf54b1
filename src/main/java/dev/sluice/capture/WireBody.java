package dev.sluice.capture;

import org.jspecify.annotations.Nullable;

/**
 * A body as it came, with all that the sender said about it.
 *
 * @param body the bytes as they were on the wire
 * @param contentType of the request
 * @param contentEncoding of the request
 * @param query the raw query string, without the question mark
 * @param twiceBase64 whether a result that is still base64 is decoded again; only the oldest capture addresses do that
 */
public record WireBody(
        byte[] body,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String query,
        boolean twiceBase64) {}
