package dev.sluice.capture;

import dev.sluice.trace.Span;
import dev.sluice.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * A capture request whose body is complete.
 *
 * @param requestId as the answer names it
 * @param span of the request; ended by whoever answers it
 * @param trace of the page or backend that sent the request; null where it named none, or one that is not ours to continue
 * @param receivedAtMillis milliseconds since the epoch
 */
record Arrival(
        CapturePath path,
        WireBody wire,
        Visitor visitor,
        long receivedAtMillis,
        String requestId,
        Span span,
        @Nullable TraceContext trace) {}
