package dev.sluice.delivery;

import dev.sluice.event.DeadReason;
import dev.sluice.spool.Frame;
import dev.sluice.trace.Fact;
import dev.sluice.trace.Span;
import dev.sluice.trace.Step;
import dev.sluice.trace.TraceContext;
import dev.sluice.trace.Tracing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one batch. Each recorded frame has one of its own in its own trace, {@code queue.process}, from the first attempt
 * to the outcome of its last event; what waited before is its latency. Requests upstream are in the trace of the first recorded
 * frame and linked to the others. Belongs to the thread of its batch.
 */
final class BatchTrace {
    /** A batch of 500 small requests that are all recorded need not send 500 spans more; the rest is counted. */
    private static final int MOST_FRAMES = 20;
    /** After that an outage is told by the first attempts, and by how many there were. */
    private static final int MOST_ATTEMPTS = 20;

    private final Source source;
    private final Batch batch;
    private final boolean isTraced;
    private final Map<FrameProgress, Handled> frames = new LinkedHashMap<>();
    private int attempts;

    private BatchTrace(Source source, Batch batch) {
        this.source = source;
        this.batch = batch;
        this.isTraced = batch.parts().stream().anyMatch(part -> origin(part) != null);
    }

    /**
     * What all batches have in common.
     *
     * @param system which queue it is, as its spans name it
     */
    record Source(Tracing tracing, String system, InstantSource clock) {
        BatchTrace of(Batch batch) {
            return new BatchTrace(this, batch);
        }
    }

    /** A request upstream begins; the caller ends it. */
    Span attempt(Batch part) {
        if (!isTraced) {
            return Span.NONE;
        }
        if (attempts == 0) {
            begin();
        }
        int before = attempts++;
        List<Span> recorded = tried(part);
        if (before >= MOST_ATTEMPTS) {
            return new Span.Passing(above(part, recorded));
        }
        List<TraceContext> links = new ArrayList<>();
        for (int i = 1; i < recorded.size(); i++) {
            TraceContext context = recorded.get(i).context();
            if (context != null) {
                links.add(context);
            }
        }
        Span request = source.tracing().start(Step.UPSTREAM, above(part, recorded), links, System.nanoTime());
        if (request.isRecorded()) {
            request.set(Fact.RESEND_COUNT, before)
                    .set(Fact.PROJECT, batch.project())
                    .set(Fact.LANE, batch.lane().name().toLowerCase(Locale.ROOT))
                    .set(Fact.EVENTS, part.events());
        }
        return request;
    }

    /** The event of the part is about to be kept as a dead letter; the caller ends the span. */
    Span puttingAside(Part part) {
        Handled handled = frames.get(part.progress());
        return handled == null
                ? Span.NONE
                : source.tracing()
                        .start(Step.DEAD_LETTER, handled.span.context())
                        .set(Fact.PROJECT, batch.project());
    }

    void deadLettered(Part part, DeadReason reason) {
        Handled handled = frames.get(part.progress());
        if (handled != null) {
            handled.deadLetters++;
            handled.span.failed(reason.label());
        }
        settled(part);
    }

    /** The events of the part have their end. */
    void settled(Part part) {
        Handled handled = frames.get(part.progress());
        if (handled != null) {
            handled.open -= part.events();
            if (handled.open == 0) {
                handled.end(handled.deadLetters == 0 ? "delivered" : "dead_lettered");
                frames.remove(part.progress());
            }
        }
    }

    /** The batch is left as it is, or at its end: what has no outcome is read again after the next start. */
    void end() {
        frames.values().forEach(handled -> handled.end("pending"));
        frames.clear();
    }

    private void begin() {
        long now = System.nanoTime();
        int more = 0;
        for (Part part : batch.parts()) {
            TraceContext trace = origin(part);
            if (trace == null || !trace.sampled()) {
                continue;
            }
            Handled known = frames.get(part.progress());
            if (known != null) {
                known.open += part.events();
            } else if (frames.size() < MOST_FRAMES) {
                Span span = source.tracing().start(Step.PROCESS, trace, List.of(), now);
                if (span.isRecorded()) {
                    describe(span, part);
                    frames.put(part.progress(), new Handled(span, part.events()));
                }
            } else {
                more++;
            }
        }
        if (more > 0) {
            frames.values().iterator().next().span.set(Fact.MORE_MESSAGES, more);
        }
    }

    private void describe(Span span, Part part) {
        Frame frame = part.progress().frame();
        span.set(Fact.MESSAGING_SYSTEM, source.system())
                .set(Fact.DESTINATION, batch.project())
                .set(Fact.MESSAGE_ID, frame.origin().requestId())
                .set(Fact.REQUEST_ID, frame.origin().requestId())
                .set(Fact.LATENCY, Math.max(0, source.clock().millis() - frame.receivedAtMillis()))
                .set(Fact.MESSAGE_BYTES, part.rawBytes())
                .set(Fact.LANE, batch.lane().name().toLowerCase(Locale.ROOT))
                .set(Fact.EVENTS, part.events())
                .set(Fact.BATCH_MESSAGES, batch.parts().size());
    }

    /** The recorded frames whose events are sent now. */
    private List<Span> tried(Batch part) {
        List<Span> recorded = new ArrayList<>();
        for (Part each : part.parts()) {
            Handled handled = frames.get(each.progress());
            if (handled != null) {
                handled.attempts++;
                recorded.add(handled.span);
            }
        }
        return recorded;
    }

    /** Below what a request belongs: the first recorded frame; else the first that is of any trace, which goes on all the same. */
    private static @Nullable TraceContext above(Batch part, List<Span> recorded) {
        if (!recorded.isEmpty()) {
            return recorded.getFirst().context();
        }
        TraceContext first = null;
        for (Part each : part.parts()) {
            TraceContext trace = origin(each);
            if (trace != null && (first == null || (trace.sampled() && !first.sampled()))) {
                first = trace;
            }
        }
        return first;
    }

    private static @Nullable TraceContext origin(Part part) {
        return part.progress().frame().origin().trace();
    }

    /** A recorded frame that has not ended. */
    private static final class Handled {
        private final Span span;
        private int open;
        private int attempts;
        private int deadLetters;

        private Handled(Span span, int events) {
            this.span = span;
            this.open = events;
        }

        private void end(String outcome) {
            span.set(Fact.RETRIES, Math.max(0, attempts - 1)).set(Fact.OUTCOME, outcome);
            if (deadLetters > 0) {
                span.set(Fact.DEAD_LETTERS, deadLetters);
            }
            span.end();
        }
    }
}
