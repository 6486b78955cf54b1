package dev.sluice.capture;

import org.jspecify.annotations.Nullable;

/**
 * A capture request whose body is complete.
 *
 * @param client who sent it, as far as that can be known
 * @param receivedAtMillis milliseconds since the epoch
 */
record Arrival(CapturePath path, WireBody wire, @Nullable IpAddress client, long receivedAtMillis) {}
