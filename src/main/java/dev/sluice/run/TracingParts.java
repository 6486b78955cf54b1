package dev.sluice.run;

import dev.sluice.config.SentryDsn;
import dev.sluice.config.SluiceConfig;
import dev.sluice.trace.HeadSampling;
import dev.sluice.trace.RecordedTracing;
import dev.sluice.trace.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tracing, where there is somewhere to send spans to and a share of requests to send them of. */
@Singleton
final class TracingParts {
    private static final String NAME = "dev.sluice";

    @Produces
    @Singleton
    Tracing tracing(
            SluiceConfig config,
            PseudonymKey key,
            OpenTelemetry telemetry,
            InstantSource clock,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean isOff,
            @ConfigProperty(name = "quarkus.otel.traces.sampler.arg") double rate) {
        if (isOff || rate <= 0) {
            return Tracing.OFF;
        }
        long organisation = config.sentry()
                .dsn()
                .flatMap(SentryDsn::parse)
                .map(SentryDsn::organisation)
                .orElse(0L);
        // Derived from the pseudonym key: replicas that share it record the same traces.
        HeadSampling sampling = new HeadSampling(key.derive("which traces are recorded"), rate, organisation);
        return new RecordedTracing(
                telemetry.getTracer(NAME),
                sampling,
                () -> ThreadLocalRandom.current().nextLong(),
                clock);
    }
}
