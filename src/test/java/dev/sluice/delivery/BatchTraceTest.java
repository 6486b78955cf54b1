package dev.sluice.delivery;

import static dev.sluice.delivery.SampleFrames.deflated;
import static dev.sluice.delivery.SampleFrames.raw;
import static dev.sluice.testsupport.EndedSpans.number;
import static dev.sluice.testsupport.EndedSpans.recorded;
import static dev.sluice.testsupport.EndedSpans.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.Frame;
import dev.sluice.testsupport.EndedSpans;
import dev.sluice.testsupport.RecordingPostHog.Answer;
import dev.sluice.testsupport.RecordingPostHog.Received;
import dev.sluice.trace.Fact;
import dev.sluice.trace.Origin;
import dev.sluice.trace.Step;
import dev.sluice.trace.TraceContext;
import dev.sluice.trace.Tracing;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the events of a recorded request stand in its trace after the 200, up to the headers that PostHog gets. */
class BatchTraceTest {
    private static final String REQUEST = "a3f1c2d4e5b60718a3f1c2d4e5b60718";

    private final EndedSpans spans = new EndedSpans();
    private final DeliveryRig rig = new DeliveryRig(Duration.ofSeconds(30));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_frame_is_processed_in_the_trace_that_brought_it_and_the_request_upstream_carries_it_on() {
        rig.record(spans.tracing());
        TraceContext published = recorded(1);
        rig.append(from(published, raw("shop", 1, 2)));

        rig.start();
        rig.awaitAllDone();

        SpanData process = spans.of(Step.PROCESS).getFirst();
        assertThat(process.getTraceId()).isEqualTo(published.traceId());
        assertThat(process.getParentSpanId()).isEqualTo(published.spanId());
        assertThat(text(process, Fact.OPERATION)).isEqualTo("queue.process");
        assertThat(text(process, Fact.MESSAGING_SYSTEM)).isEqualTo("sluice");
        assertThat(text(process, Fact.DESTINATION)).isEqualTo("shop");
        assertThat(text(process, Fact.MESSAGE_ID)).isEqualTo(REQUEST);
        assertThat(text(process, Fact.OUTCOME)).isEqualTo("delivered");
        assertThat(number(process, Fact.RETRIES)).isZero();
        assertThat(number(process, Fact.EVENTS)).isEqualTo(2);
        assertThat(number(process, Fact.LATENCY)).isPositive();
        SpanData upstream = spans.of(Step.UPSTREAM).getFirst();
        assertThat(upstream.getTraceId()).isEqualTo(published.traceId());
        assertThat(upstream.getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(text(upstream, Fact.SERVER)).isEqualTo("127.0.0.1");
        assertThat(number(upstream, Fact.STATUS)).isEqualTo(200);
        Received request = rig.posthog.requests().getFirst();
        assertThat(request.headers().get("traceparent"))
                .isEqualTo("00-" + published.traceId() + "-" + upstream.getSpanId() + "-01");
        assertThat(request.headers().get("sentry-trace"))
                .isEqualTo(published.traceId() + "-" + upstream.getSpanId() + "-1");
        assertThat(request.headers().contains("baggage")).isFalse();
    }

    @Test
    void a_trace_that_is_not_recorded_goes_on_as_such() {
        rig.record(spans.tracing());
        TraceContext published = recorded(1).asSampled(false);
        rig.append(from(published, raw("shop", 1)));

        rig.start();
        rig.awaitAllDone();

        assertThat(spans.all()).isEmpty();
        Received request = rig.posthog.requests().getFirst();
        assertThat(request.headers().get("traceparent"))
                .isEqualTo("00-" + published.traceId() + "-" + published.spanId() + "-00");
        assertThat(request.headers().get("sentry-trace"))
                .isEqualTo(published.traceId() + "-" + published.spanId() + "-0");
    }

    @Test
    void events_of_no_trace_bring_posthog_no_header_of_one() {
        rig.record(spans.tracing());
        rig.append(raw("shop", 1).from(new Origin(REQUEST, null)));

        rig.start();
        rig.awaitAllDone();

        assertThat(spans.all()).isEmpty();
        assertThat(rig.posthog.requests().getFirst().headers().names().stream().map(String::toLowerCase))
                .doesNotContain("traceparent", "sentry-trace", "baggage", "tracestate");
    }

    @Test
    void a_trace_goes_on_through_a_gateway_that_records_none() {
        rig.record(Tracing.OFF);
        rig.append(from(recorded(1), raw("shop", 1)));

        rig.start();
        rig.awaitAllDone();

        assertThat(rig.posthog.requests().getFirst().headers().get("traceparent"))
                .isEqualTo("00-" + recorded(1).traceId() + "-" + recorded(1).spanId() + "-00");
    }

    @Test
    void a_batch_of_many_traces_is_processed_in_each_up_to_a_bound_and_sent_in_the_first() {
        rig.record(spans.tracing());
        rig.append(raw("shop", 500));
        rig.append(IntStream.range(0, 30)
                .mapToObj(n -> from(recorded(n + 1), raw("shop", n)))
                .toArray(Frame[]::new));

        rig.start();
        rig.awaitAllDone();

        assertThat(rig.posthog.requests()).hasSize(1);
        List<SpanData> processed = spans.of(Step.PROCESS);
        assertThat(processed)
                .extracting(SpanData::getTraceId)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20)
                        .mapToObj(n -> recorded(n).traceId())
                        .toList());
        assertThat(number(processed.getFirst(), Fact.MORE_MESSAGES)).isEqualTo(10);
        assertThat(number(processed.getFirst(), Fact.BATCH_MESSAGES)).isEqualTo(31);
        SpanData upstream = spans.of(Step.UPSTREAM).getFirst();
        assertThat(upstream.getParentSpanId()).isEqualTo(processed.getFirst().getSpanId());
        assertThat(upstream.getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactlyElementsOf(processed.subList(1, 20).stream()
                        .map(SpanData::getSpanId)
                        .toList());
        SpanData check = spans.of(Step.DEDUP).getFirst();
        assertThat(check.getTraceId()).isEqualTo(recorded(1).traceId());
        assertThat(check.getLinks())
                .extracting(LinkData::getSpanContext)
                .extracting(link -> link.getTraceId())
                .startsWith(recorded(2).traceId(), recorded(3).traceId());
        assertThat(number(check, Fact.EVENTS)).isEqualTo(31);
    }

    @Test
    void attempts_are_told_apart_and_change_nothing_of_the_body() {
        rig.record(spans.tracing());
        AtomicInteger failures = new AtomicInteger(2);
        rig.posthog.answer(request -> failures.getAndDecrement() > 0 ? Answer.status(503) : Answer.ok());
        rig.append(from(recorded(1), deflated("shop", 1, 2, 3)));

        rig.start();
        rig.awaitAllDone();

        assertThat(spans.of(Step.UPSTREAM))
                .extracting(span -> number(span, Fact.STATUS))
                .containsExactly(503L, 503L, 200L);
        assertThat(spans.of(Step.UPSTREAM))
                .extracting(span -> number(span, Fact.RESEND_COUNT))
                .containsExactly(0L, 1L, 2L);
        assertThat(spans.of(Step.UPSTREAM))
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET);
        assertThat(spans.of(Step.PROCESS))
                .hasSize(1)
                .allSatisfy(process -> assertThat(number(process, Fact.RETRIES)).isEqualTo(2));
        assertThat(rig.posthog.requests())
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.wire())
                        .isEqualTo(rig.posthog.requests().getFirst().wire()));
        assertThat(rig.posthog.requests())
                .extracting(request -> request.headers().get("traceparent"))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_long_outage_does_not_become_a_span_for_each_attempt() {
        rig.record(spans.tracing());
        AtomicInteger failures = new AtomicInteger(30);
        rig.posthog.answer(request -> failures.getAndDecrement() > 0 ? Answer.status(503) : Answer.ok());
        rig.append(from(recorded(1), raw("shop", 1)));

        rig.start();
        rig.awaitAllDone();

        assertThat(spans.of(Step.UPSTREAM)).hasSize(20);
        SpanData process = spans.of(Step.PROCESS).getFirst();
        assertThat(number(process, Fact.RETRIES)).isEqualTo(30);
        assertThat(rig.posthog.requests().getLast().headers().get("traceparent"))
                .isEqualTo("00-" + recorded(1).traceId() + "-" + process.getSpanId() + "-01");
    }

    @Test
    void the_frame_of_a_refused_event_fails_and_its_letter_names_the_request() {
        rig.record(spans.tracing());
        rig.posthog.answer(request ->
                new String(request.raw(), UTF_8).contains(SampleFrames.event(2)) ? Answer.status(400) : Answer.ok());
        rig.append(from(recorded(1), raw("shop", 1, 2, 3)), from(recorded(2), raw("shop", 4)));

        rig.start();
        rig.awaitAllDone();

        assertThat(rig.deadLetters.newest(10))
                .hasSize(1)
                .allSatisfy(letter -> assertThat(letter.requestId()).isEqualTo(REQUEST));
        assertThat(spans.of(Step.PROCESS))
                .filteredOn(span -> span.getTraceId().equals(recorded(1).traceId()))
                .hasSize(1)
                .allSatisfy(process -> {
                    assertThat(process.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
                    assertThat(process.getStatus().getDescription()).isEmpty();
                    assertThat(number(process, Fact.DEAD_LETTERS)).isEqualTo(1);
                    assertThat(text(process, Fact.ERROR)).isEqualTo("refused");
                    assertThat(spans.of(Step.DEAD_LETTER))
                            .extracting(SpanData::getParentSpanId)
                            .containsExactly(process.getSpanId());
                });
        assertThat(spans.of(Step.PROCESS))
                .filteredOn(span -> span.getTraceId().equals(recorded(2).traceId()))
                .hasSize(1)
                .allSatisfy(process -> assertThat(text(process, Fact.OUTCOME)).isEqualTo("delivered"));
    }

    @Test
    void what_a_stop_leaves_is_processed_again_in_the_same_trace() {
        rig.record(spans.tracing());
        rig.posthog.answer(request -> Answer.status(503));
        rig.append(from(recorded(1), raw("shop", 1)));
        rig.start();
        await().until(() -> spans.of(Step.UPSTREAM).size() >= 2);

        rig.crashAndStart();
        // The loop that was stopped may still wait for an answer.
        await().until(() -> spans.of(Step.PROCESS).size() == 1);
        rig.posthog.answer(request -> Answer.ok());
        rig.awaitAllDone();

        assertThat(spans.of(Step.PROCESS))
                .extracting(SpanData::getTraceId)
                .containsExactly(recorded(1).traceId(), recorded(1).traceId());
        assertThat(spans.of(Step.PROCESS))
                .extracting(span -> text(span, Fact.OUTCOME))
                .containsExactly("pending", "delivered");
        assertThat(rig.posthog.requests().getLast().headers().get("traceparent"))
                .startsWith("00-" + recorded(1).traceId());
    }

    @Test
    void nothing_of_an_event_is_in_any_span() {
        rig.record(spans.tracing());
        rig.posthog.answer(request -> Answer.status(400));
        rig.append(from(recorded(1), raw("shop", 1)));

        rig.start();
        rig.awaitAllDone();

        assertThat(spans.all()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(spans.all().toString())
                .doesNotContain(SampleFrames.uuid(1).toString())
                .doesNotContain("distinct_id")
                .doesNotContain("phc_shop");
    }

    private static Frame from(TraceContext trace, Frame frame) {
        return frame.from(new Origin(REQUEST, trace));
    }
}
