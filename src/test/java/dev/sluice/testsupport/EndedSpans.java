package dev.sluice.testsupport;

import dev.sluice.trace.Fact;
import dev.sluice.trace.HeadSampling;
import dev.sluice.trace.RecordedTracing;
import dev.sluice.trace.Step;
import dev.sluice.trace.TraceContext;
import dev.sluice.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Tracing as the gateway has it, on OpenTelemetry's own SDK, whose spans are kept here when they end. Thread-safe. */
public final class EndedSpans implements SpanExporter {
    private final List<SpanData> ended = new CopyOnWriteArrayList<>();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(this))
            .build();
    private final Tracing tracing = new RecordedTracing(
            provider.get("test"), new HeadSampling(new byte[16], 1, 0), new Random(1), InstantSource.system());

    public Tracing tracing() {
        return tracing;
    }

    /** A place in the n-th trace that is recorded. */
    public static TraceContext recorded(int n) {
        return new TraceContext(0x0123456789abcdefL, n, 0xfedcba9876543210L - n, true);
    }

    /** In the order in which they ended. */
    public List<SpanData> of(Step step) {
        return ended.stream()
                .filter(span -> span.getName().equals(step.label()))
                .toList();
    }

    public List<SpanData> all() {
        return List.copyOf(ended);
    }

    public static @Nullable Long number(SpanData span, Fact fact) {
        return span.getAttributes().get(AttributeKey.longKey(fact.key()));
    }

    public static @Nullable String text(SpanData span, Fact fact) {
        return span.getAttributes().get(AttributeKey.stringKey(fact.key()));
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        ended.addAll(spans);
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
