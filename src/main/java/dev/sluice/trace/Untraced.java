package dev.sluice.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Tracing#OFF}. */
final class Untraced implements Tracing {
    @Override
    public Span receive(TraceHeaders headers, long startNanos) {
        TraceContext given = headers.context();
        return given == null ? Span.NONE : new Span.Passing(given.asSampled(false));
    }

    @Override
    public Span start(Step step, @Nullable TraceContext parent, List<TraceContext> links, long startNanos) {
        return parent == null ? Span.NONE : new Span.Passing(parent.asSampled(false));
    }
}
