package dev.sluice.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where spans are begun. A span is recorded only below a context that {@link TraceContext#sampled} says to record; whether a
 * trace is recorded is decided once, when a request arrives, and travels with its events from then on. Thread-safe.
 *
 * <p>Times of starts are readings of {@link System#nanoTime}.
 */
public interface Tracing {
    /** Records nothing. A trace that a request is part of goes on through the gateway all the same. */
    Tracing OFF = new Untraced();

    /** The span of a request: the next of the trace that its headers name, or the first of a new one. */
    Span receive(TraceHeaders headers, long startNanos);

    /**
     * A step of a request or of its events.
     *
     * @param parent as {@link Span#context} of the span above gave it, or as it was stored with the events; null where there is
     *     no trace
     * @param links other traces that the step is a part of too; those that are not sampled are left out
     */
    Span start(Step step, @Nullable TraceContext parent, List<TraceContext> links, long startNanos);

    default Span start(Step step, @Nullable TraceContext parent) {
        return parent == null || !parent.sampled()
                ? new Span.Passing(parent)
                : start(step, parent, List.of(), System.nanoTime());
    }
}
