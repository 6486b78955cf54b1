package dev.sluice.capture;

import dev.sluice.trace.Span;
import dev.sluice.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * A capture request whose body is complete.
 *
 * @param receivedAtMillis milliseconds since the epoch
 * @param requestId as in the answer's {@code X-Request-Id}
 * @param span of the request; ended by whoever answers it
 * @param trace of the page or backend that sent the request; null where it named none, or one that is not ours to continue
 */
record Arrival(
        CapturePath path,
        WireBody wire,
        Visitor visitor,
        long receivedAtMillis,
        String requestId,
        Span span,
        @Nullable TraceContext trace) {

    /** One that is part of no trace. */
    Arrival(CapturePath path, WireBody wire, Visitor visitor, long receivedAtMillis, String requestId) {
        this(path, wire, visitor, receivedAtMillis, requestId, Span.NONE, null);
    }
}
