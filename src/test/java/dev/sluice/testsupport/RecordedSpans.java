package dev.sluice.testsupport;

import dev.sluice.report.OwnSpansOnly;
import dev.sluice.trace.HeadSampling;
import dev.sluice.trace.RecordedTracing;
import dev.sluice.trace.Tracing;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tracing whose spans stay in memory, in the order in which they ended. */
public final class RecordedSpans implements AutoCloseable {
    private final Ended ended = new Ended();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .setSampler(new OwnSpansOnly())
            .addSpanProcessor(ended)
            .build();
    private final Random random = new Random(5);

    /** @param rate share of traces that are recorded */
    public Tracing tracing(double rate) {
        HeadSampling sampling = new HeadSampling(new byte[16], rate, 0);
        return new RecordedTracing(provider.get("test"), sampling, random, InstantSource.system());
    }

    public SdkTracerProvider provider() {
        return provider;
    }

    public List<SpanData> ended() {
        return List.copyOf(ended.spans);
    }

    @Override
    public void close() {
        provider.close();
    }

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
