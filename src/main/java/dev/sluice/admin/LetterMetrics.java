package dev.sluice.admin;

import dev.sluice.deadletter.LocalDeadLetters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What {@code /metrics} says of the letters in the data directory. */
@Singleton
final class LetterMetrics {
    private final MeterRegistry registry;
    private final LocalDeadLetters letters;

    LetterMetrics(MeterRegistry registry, LocalDeadLetters letters) {
        this.registry = registry;
        this.letters = letters;
    }

    void register(@Observes StartupEvent event) {
        FunctionCounter.builder("sluice.dead.letters.discarded", letters, LocalDeadLetters::discarded)
                .description("Dead letters removed because there were too many or they were too old.")
                .register(registry);
        Gauge.builder("sluice.dead.letters.kept", letters, LocalDeadLetters::count)
                .description("Dead letters in the data directory.")
                .register(registry);
    }
}
