package dev.sluice.report;

import dev.sluice.trace.TraceContext;
import io.sentry.EventProcessor;
import io.sentry.Hint;
import io.sentry.SentryEvent;
import io.sentry.SpanContext;
import io.sentry.SpanId;
import io.sentry.protocol.SentryId;

/** Ties a failure to the trace of the request or of the events that it struck, where that is known. */
final class OriginTrace implements EventProcessor {
    private static final String KEY = "sluice:origin";

    static void put(Hint hint, TraceContext trace) {
        hint.set(KEY, trace);
    }

    @Override
    public SentryEvent process(SentryEvent event, Hint hint) {
        TraceContext trace = hint.getAs(KEY, TraceContext.class);
        if (trace != null) {
            event.getContexts()
                    .setTrace(new SpanContext(
                            new SentryId(trace.traceId()), new SpanId(trace.spanId()), "queue", null, null));
        }
        return event;
    }
}
