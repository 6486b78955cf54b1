package dev.sluice.report;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

/** Takes the machine's name out of what is exported, where Quarkus (3.34) always puts it; after it, as the last of its kind. */
@Singleton
@Priority(Integer.MIN_VALUE)
public final class NamelessHost implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {
    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        builder.addResourceCustomizer((resource, settings) -> resource.toBuilder()
                .removeIf(key -> key.getKey().equals("host.name"))
                .build());
    }
}
