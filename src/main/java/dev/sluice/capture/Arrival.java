package dev.sluice.capture;

import org.jspecify.annotations.Nullable;

/**
 * A capture request whose body is complete.
 *
 * @param address of the visitor as the IP policy lets it be seen; null where it is dropped, or not known
 * @param receivedAtMillis milliseconds since the epoch
 */
record Arrival(CapturePath path, WireBody wire, @Nullable String address, long receivedAtMillis) {}
