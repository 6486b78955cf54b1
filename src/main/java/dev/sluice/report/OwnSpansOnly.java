package dev.sluice.report;

import dev.sluice.trace.RecordedTracing;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Records the spans that the gateway begins itself and no others: whether a trace is recorded was decided before, and what a
 * library would put into a span of its own is not known. Quarkus takes this bean instead of the sampler of its settings.
 */
@Singleton
public final class OwnSpansOnly implements Sampler {
    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        return parent.get(RecordedTracing.OURS) == null ? SamplingResult.drop() : SamplingResult.recordAndSample();
    }

    @Override
    public String getDescription() {
        return "OwnSpansOnly";
    }
}
