package dev.sluice.capture;

/**
 * A capture request whose body is complete.
 *
 * @param receivedAtMillis milliseconds since the epoch
 * @param requestId as in the answer's {@code X-Request-Id}
 */
record Arrival(CapturePath path, WireBody wire, Visitor visitor, long receivedAtMillis, String requestId) {}
