package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.trace.Fact;
import dev.sluice.trace.HeadSampling;
import dev.sluice.trace.RecordedTracing;
import dev.sluice.trace.Step;
import dev.sluice.trace.TraceHeaders;
import dev.sluice.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TraceFirewallTest {
    private final Ended ended = new Ended();

    @Test
    void what_a_request_brought_is_blank_when_a_span_is_exported() {
        try (SdkTracerProvider tracing = SdkTracerProvider.builder()
                .setSpanLimits(SpanLimits.builder().setMaxNumberOfEvents(0).build())
                .addSpanProcessor(ended)
                .addSpanProcessor(new TraceFirewall())
                .build()) {
            Span span = tracing.get("test")
                    .spanBuilder("POST /e/")
                    .setAttribute("url.query", "data=planted")
                    .setAttribute("client.address", "203.0.113.7")
                    .setAttribute("http.route", "/e/")
                    .setAttribute("http.request.method", "POST")
                    .setAttribute(AttributeKey.stringArrayKey("http.request.header.cookie"), List.of("planted"))
                    .startSpan();
            span.setAttribute("network.peer.address", "203.0.113.7");
            span.setAttribute("network.peer.port", 2_030_113_007L);
            span.recordException(new IllegalStateException("planted"));
            span.end();
        }

        assertThat(ended.spans).singleElement().satisfies(span -> {
            assertThat(span.toString())
                    .doesNotContain("planted")
                    .doesNotContain("203.0.113")
                    .doesNotContain("2030113007");
            assertThat(span.getAttributes().get(AttributeKey.stringKey("http.route")))
                    .isEqualTo("/e/");
            assertThat(span.getAttributes().get(AttributeKey.stringKey("url.query")))
                    .isEmpty();
        });
    }

    @Test
    void what_is_ours_stays_as_it_is() {
        try (SdkTracerProvider provider = provider()) {
            Tracing ours = new RecordedTracing(
                    provider.get("test"), new HeadSampling(new byte[16], 1, 0), new Random(1), InstantSource.system());
            dev.sluice.trace.Span request = ours.receive(TraceHeaders.NONE, System.nanoTime());
            for (Step step : Step.values()) {
                ours.start(step, request.context())
                        .set(Fact.PROJECT, "My_shop-2.eu")
                        .set(Fact.SERVER, "us.i.posthog.com:443")
                        .failed("java.io.IOException")
                        .end();
            }
            request.route("GET", "/i/v0/e/").end();
        }

        assertThat(ended.spans)
                .extracting(SpanData::getName)
                .containsAll(Arrays.stream(Step.values()).map(Step::label).toList())
                .contains("GET /i/v0/e/")
                .doesNotContain("unknown");
        assertThat(ended.spans.getFirst().getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("sluice.project"), "My_shop-2.eu")
                .containsEntry(AttributeKey.stringKey("server.address"), "us.i.posthog.com:443")
                .containsEntry(AttributeKey.stringKey("error.type"), "java.io.IOException");
    }

    @Test
    void a_name_a_status_and_a_text_that_are_not_ours_are_blank() {
        try (SdkTracerProvider provider = provider()) {
            provider.get("test")
                    .spanBuilder("GET /e/?planted")
                    .setAttribute(Fact.PROJECT.key(), "planted@example.com")
                    .setAttribute(Fact.SERVER.key(), "planted".repeat(20))
                    .startSpan()
                    .setStatus(StatusCode.ERROR, "planted")
                    .end();
        }

        assertThat(ended.spans)
                .singleElement()
                .satisfies(span -> assertThat(span.toString()).doesNotContain("planted"));
    }

    private SdkTracerProvider provider() {
        return SdkTracerProvider.builder()
                .addSpanProcessor(ended)
                .addSpanProcessor(new TraceFirewall())
                .build();
    }

    /** Stands where an exporter does, and before the firewall, as the order of beans is not ours. */
    private static final class Ended implements SpanProcessor {
        private final List<SpanData> spans = new CopyOnWriteArrayList<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
