package dev.sluice.report.sentry;

import dev.sluice.config.BuildVersion;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A span of a trace of its own, made and written down as the gateway's spans are. */
final class OneSpan {
    private final SpanData span;

    private OneSpan(SpanData span) {
        this.span = span;
    }

    static OneSpan make(String name, String environment, String release) {
        Kept kept = new Kept();
        Resource resource = Resource.create(Attributes.builder()
                .put("service.name", "sluice")
                .put("service.version", BuildVersion.number())
                .put("deployment.environment.name", environment)
                .put("sentry.release", release)
                .build());
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(Sampler.alwaysOn())
                .addSpanProcessor(SimpleSpanProcessor.create(kept))
                .build()) {
            provider.get("sluice")
                    .spanBuilder(name)
                    .setAttribute(AttributeKey.stringKey("sentry.op"), "test")
                    .startSpan()
                    .end();
        }
        return new OneSpan(kept.spans.getFirst());
    }

    String traceId() {
        return span.getTraceId();
    }

    String spanId() {
        return span.getSpanId();
    }

    /** As protobuf, which is what the gateway sends. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            TraceRequestMarshaler.create(List.of(span)).writeBinaryTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static final class Kept implements SpanExporter {
        private final List<SpanData> spans = new ArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
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
}
