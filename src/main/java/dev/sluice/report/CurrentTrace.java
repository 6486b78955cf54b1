package dev.sluice.report;

import io.opentelemetry.api.trace.Span;
import io.sentry.EventProcessor;
import io.sentry.Hint;
import io.sentry.SentryEvent;
import io.sentry.SpanContext;
import io.sentry.SpanId;
import io.sentry.protocol.SentryId;

/** Ties an error to the trace of the request in which it happened, if that is traced. */
final class CurrentTrace implements EventProcessor {
    @Override
    public SentryEvent process(SentryEvent event, Hint hint) {
        var current = Span.current().getSpanContext();
        if (current.isValid()) {
            event.getContexts()
                    .setTrace(new SpanContext(
                            new SentryId(current.getTraceId()),
                            new SpanId(current.getSpanId()),
                            "http.server",
                            null,
                            null));
        }
        return event;
    }
}
