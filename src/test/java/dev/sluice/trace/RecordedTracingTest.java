package dev.sluice.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.RecordedSpans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordedTracingTest {
    private static final TraceContext PAGE = new TraceContext(0x0af7651916cd43ddL, 0x8448eb211c80319cL, 7, true);

    private final RecordedSpans spans = new RecordedSpans();
    private final Tracing tracing = spans.tracing(1);

    @AfterEach
    void close() {
        spans.close();
    }

    @Test
    void a_request_goes_on_below_the_pages_span_and_its_steps_below_it() {
        Span request = tracing.receive(new TraceHeaders(PAGE, 0), System.nanoTime());
        request.route("POST", "/e/").set(Fact.EVENTS, 3).set(Fact.PROJECT, "shop");
        Span commit = tracing.start(Step.PUBLISH, request.context());
        commit.end();
        request.end();

        SpanData publish = spans.ended().get(0);
        SpanData server = spans.ended().get(1);
        assertThat(server.getTraceId()).isEqualTo(PAGE.traceId()).isEqualTo(publish.getTraceId());
        assertThat(server.getParentSpanId()).isEqualTo(PAGE.spanId());
        assertThat(publish.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(server.getName()).isEqualTo("POST /e/");
        assertThat(server.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(publish.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(server.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("sentry.op"), "http.server")
                .containsEntry(AttributeKey.longKey("sluice.events"), 3L)
                .containsEntry(AttributeKey.stringKey("sluice.project"), "shop");
        assertThat(publish.getAttributes().asMap()).containsEntry(AttributeKey.stringKey("sentry.op"), "queue.publish");
    }

    @Test
    void a_trace_that_is_not_recorded_goes_on_as_such() {
        TraceContext unsampled = PAGE.asSampled(false);

        Span request = tracing.receive(new TraceHeaders(unsampled, 0), System.nanoTime());
        Span step = tracing.start(Step.PROCESS, request.context(), List.of(PAGE), System.nanoTime());
        step.set(Fact.EVENTS, 1).failed("bug").end();
        request.end();

        assertThat(request.isRecorded()).isFalse();
        assertThat(step.context()).isEqualTo(unsampled);
        assertThat(spans.ended()).isEmpty();
    }

    @Test
    void a_request_without_a_trace_begins_one_where_it_is_chosen_and_none_else() {
        Span first = tracing.receive(TraceHeaders.NONE, System.nanoTime());
        first.end();
        Span never = spans.tracing(0).receive(TraceHeaders.NONE, System.nanoTime());
        never.end();

        assertThat(never.context()).isNull();
        assertThat(spans.ended()).singleElement().satisfies(span -> {
            assertThat(span.getParentSpanContext().isValid()).isFalse();
            assertThat(Objects.requireNonNull(first.context()).traceId()).isEqualTo(span.getTraceId());
        });
    }

    @Test
    void a_step_is_linked_to_the_other_traces_that_are_recorded() {
        TraceContext other = new TraceContext(1, 2, 3, true);

        tracing.start(Step.UPSTREAM, PAGE, List.of(other, new TraceContext(4, 5, 6, false)), System.nanoTime())
                .end();

        assertThat(spans.ended())
                .singleElement()
                .satisfies(span -> assertThat(span.getLinks())
                        .extracting(link -> link.getSpanContext().getTraceId())
                        .containsExactly(other.traceId()));
    }

    @Test
    void a_failed_step_says_so_and_no_more() {
        tracing.start(Step.UPSTREAM, PAGE).failed("timeout").end();

        assertThat(spans.ended()).singleElement().satisfies(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getStatus().getDescription()).isEmpty();
            assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
                    .isEqualTo("timeout");
        });
    }

    @Test
    void a_step_may_have_begun_earlier() {
        long began = System.nanoTime() - TimeUnit.SECONDS.toNanos(5);

        tracing.start(Step.PROCESS, PAGE, List.of(), began).end();

        assertThat(spans.ended())
                .singleElement()
                .satisfies(span -> assertThat(span.getEndEpochNanos() - span.getStartEpochNanos())
                        .isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(5)));
    }

    @Test
    void spans_that_others_begin_are_not_recorded() {
        var foreign = spans.provider().get("a library");

        foreign.spanBuilder("root").startSpan().end();
        foreign.spanBuilder("child")
                .setParent(io.opentelemetry.context.Context.root()
                        .with(io.opentelemetry.api.trace.Span.wrap(io.opentelemetry.api.trace.SpanContext.create(
                                PAGE.traceId(),
                                PAGE.spanId(),
                                io.opentelemetry.api.trace.TraceFlags.getSampled(),
                                io.opentelemetry.api.trace.TraceState.getDefault()))))
                .startSpan()
                .end();

        assertThat(spans.ended()).isEmpty();
    }

    @Test
    void without_tracing_a_pages_trace_goes_on_unrecorded() {
        Span request = Tracing.OFF.receive(new TraceHeaders(PAGE, 0), System.nanoTime());

        assertThat(request.context()).isEqualTo(PAGE.asSampled(false));
        assertThat(Tracing.OFF.start(Step.PROCESS, PAGE).context()).isEqualTo(PAGE.asSampled(false));
        assertThat(Tracing.OFF.receive(TraceHeaders.NONE, 0).context()).isNull();
    }
}
