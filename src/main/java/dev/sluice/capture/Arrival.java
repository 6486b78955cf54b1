package dev.sluice.capture;

/**
 * A capture request whose body is complete.
 *
 * @param receivedAtMillis milliseconds since the epoch
 */
record Arrival(CapturePath path, WireBody wire, Visitor visitor, long receivedAtMillis) {}
