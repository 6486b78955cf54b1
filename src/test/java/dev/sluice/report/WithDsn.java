package dev.sluice.report;

import dev.sluice.config.SluiceConfig;
import java.util.Optional;

/** The parts of a configuration that {@link SentryReporter} reads, with an address of its own. */
record WithDsn(String dsn) {

    SluiceConfig.Sentry config() {
        return new SluiceConfig.Sentry() {
            @Override
            public Optional<String> dsn() {
                return Optional.of(dsn);
            }

            @Override
            public String environment() {
                return "production";
            }

            @Override
            public Optional<String> release() {
                return Optional.empty();
            }

            @Override
            public Optional<Double> tracesSampleRate() {
                return Optional.empty();
            }
        };
    }
}
