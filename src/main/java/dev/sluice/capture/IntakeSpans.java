package dev.sluice.capture;

import dev.sluice.config.SluiceConfig.SpoolKind;
import dev.sluice.spool.Frame;
import dev.sluice.trace.Fact;
import dev.sluice.trace.Origin;
import dev.sluice.trace.Span;
import dev.sluice.trace.Step;
import dev.sluice.trace.Tracing;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a request between its body and its answer, for those that are traced: the reading and the commit. What the
 * commit's span says is what Sentry's page of queues reads. Thread-safe.
 */
final class IntakeSpans {
    private final Tracing tracing;
    private final String system;

    IntakeSpans(Tracing tracing, SpoolKind spool) {
        this.tracing = tracing;
        this.system = switch (spool) {
            case LOCAL -> "sluice";
            case POSTGRES -> "postgresql";
            case KAFKA -> "kafka";
        };
    }

    Span reading(Arrival arrival) {
        return tracing.start(Step.SCRUB, arrival.span().context());
    }

    void read(Span reading, Span request, Harvest harvest) {
        if (reading.isRecorded()) {
            reading.set(Fact.EVENTS, harvest.brought()).set(Fact.REDACTIONS, harvest.redactions());
        }
        if (request.isRecorded()) {
            request.set(Fact.PROJECT, harvest.project())
                    .set(Fact.EVENTS, harvest.events().size())
                    .set(Fact.REJECTED, harvest.rejectedCount())
                    .set(Fact.WITHHELD, harvest.withheld());
        }
    }

    /** From the append to its end. */
    Span committing(Arrival arrival, List<Frame> frames) {
        Span span = tracing.start(Step.PUBLISH, arrival.span().context());
        if (span.isRecorded()) {
            long bytes = 0;
            for (Frame frame : frames) {
                bytes += frame.payload().length;
            }
            span.set(Fact.MESSAGING_SYSTEM, system)
                    .set(Fact.DESTINATION, frames.getFirst().project())
                    .set(Fact.MESSAGE_ID, arrival.requestId())
                    .set(Fact.MESSAGE_BYTES, bytes)
                    .set(Fact.BATCH_MESSAGES, frames.size());
        }
        return span;
    }

    /** The frames, naming the request and the span below which their delivery goes on. */
    static List<Frame> from(Arrival arrival, Span committing, List<Frame> frames) {
        Origin origin = new Origin(arrival.requestId(), committing.context());
        List<Frame> named = new ArrayList<>(frames.size());
        for (Frame frame : frames) {
            named.add(frame.from(origin));
        }
        return named;
    }
}
