package dev.sluice.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Spans for OpenTelemetry. Nothing of its machinery is touched for a request that is not recorded. */
public final class RecordedTracing implements Tracing {
    /** Stands in the context of each span of ours; a sampler lets no other begin. */
    public static final ContextKey<Boolean> OURS = ContextKey.named("sluice-span");

    private static final Map<Fact, AttributeKey<Long>> NUMBERS = new EnumMap<>(Fact.class);
    private static final Map<Fact, AttributeKey<String>> TEXTS = new EnumMap<>(Fact.class);

    static {
        for (Fact fact : Fact.values()) {
            NUMBERS.put(fact, AttributeKey.longKey(fact.key()));
            TEXTS.put(fact, AttributeKey.stringKey(fact.key()));
        }
    }

    private final Tracer tracer;
    private final HeadSampling sampling;
    private final TraceCeiling ceiling = new TraceCeiling(System::nanoTime);
    private final RandomGenerator random;
    private final InstantSource clock;

    /** @param random thread-safe; chooses among traces that begin here */
    public RecordedTracing(Tracer tracer, HeadSampling sampling, RandomGenerator random, InstantSource clock) {
        this.tracer = tracer;
        this.sampling = sampling;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public Span receive(TraceHeaders headers, long startNanos) {
        TraceContext given = sampling.continued(headers);
        if (given != null) {
            boolean isRecorded = given.sampled() && ceiling.take();
            return start(Step.REQUEST, given.asSampled(isRecorded), List.of(), startNanos);
        }
        // The id is drawn by the SDK when the span begins; chance is as good as the hash of what is chance itself.
        return sampling.isChosen(random.nextLong(), random.nextLong()) && ceiling.take()
                ? begin(Step.REQUEST, Context.root(), List.of(), startNanos)
                : Span.NONE;
    }

    @Override
    public Span start(Step step, @Nullable TraceContext parent, List<TraceContext> links, long startNanos) {
        if (parent == null || !parent.sampled()) {
            return new Span.Passing(parent);
        }
        Context above = Context.root().with(io.opentelemetry.api.trace.Span.wrap(remote(parent)));
        return begin(step, above, links, startNanos);
    }

    private Span begin(Step step, Context above, List<TraceContext> links, long startNanos) {
        SpanBuilder builder = tracer.spanBuilder(step.label())
                .setParent(above.with(OURS, true))
                .setSpanKind(kind(step))
                .setStartTimestamp(epochNanos(startNanos), TimeUnit.NANOSECONDS);
        for (TraceContext link : links) {
            if (link.sampled()) {
                builder.addLink(remote(link));
            }
        }
        return new Recorded(builder.startSpan()).set(Fact.OPERATION, step.operation());
    }

    /** Of a reading of the clock that measures: both clocks are read now, and what has passed since is taken off. */
    private long epochNanos(long startNanos) {
        Instant now = clock.instant();
        long nowNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return nowNanos - Math.max(0, System.nanoTime() - startNanos);
    }

    private static SpanContext remote(TraceContext context) {
        return SpanContext.createFromRemoteParent(
                context.traceId(), context.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
    }

    private static SpanKind kind(Step step) {
        return switch (step) {
            case REQUEST -> SpanKind.SERVER;
            case PUBLISH -> SpanKind.PRODUCER;
            case PROCESS -> SpanKind.CONSUMER;
            case REDIS, POSTGRES, UPSTREAM -> SpanKind.CLIENT;
            case SCRUB, DEDUP, DEAD_LETTER -> SpanKind.INTERNAL;
        };
    }

    private record Recorded(io.opentelemetry.api.trace.Span span) implements Span {
        @Override
        public @Nullable TraceContext context() {
            SpanContext own = span.getSpanContext();
            if (!own.isValid()) {
                return null;
            }
            String traceId = own.getTraceId();
            return new TraceContext(
                    HexFormat.fromHexDigitsToLong(traceId, 0, 16),
                    HexFormat.fromHexDigitsToLong(traceId, 16, 32),
                    HexFormat.fromHexDigitsToLong(own.getSpanId()),
                    own.isSampled());
        }

        @Override
        public boolean isRecorded() {
            return span.isRecording();
        }

        @Override
        public Span set(Fact fact, long value) {
            span.setAttribute(NUMBERS.get(fact), value);
            return this;
        }

        @Override
        public Span set(Fact fact, String value) {
            span.setAttribute(TEXTS.get(fact), value);
            return this;
        }

        @Override
        public Span route(String method, String route) {
            span.updateName(method + ' ' + route);
            return set(Fact.METHOD, method).set(Fact.ROUTE, route);
        }

        @Override
        public Span failed(String kind) {
            span.setStatus(StatusCode.ERROR);
            return set(Fact.ERROR, kind);
        }

        @Override
        public void end() {
            span.end();
        }
    }
}
