package dev.sluice.run;

import dev.sluice.config.Environment;
import dev.sluice.config.Setting;
import dev.sluice.config.SluiceConfig;
import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import dev.sluice.report.SentryReporter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reports a start that failed, before the process exits. The start may have failed before anything was made, so this goes by
 * the environment alone.
 */
final class BadStart {
    private BadStart() {}

    /** Of a configuration that cannot be used only the check that refused it is told, never what stands in it. */
    static void report(Map<String, String> environment, Throwable failure) {
        Throwable reason = failure;
        // Causes may form a ring.
        for (int depth = 0; depth < 20 && reason.getCause() != null; depth++) {
            reason = reason.getCause();
        }
        report(
                environment,
                Failure.of(Category.CONFIG, "the gateway could not start").because(reason));
    }

    /** The environment was refused, so nothing was started. */
    static void report(Map<String, String> environment) {
        report(environment, Failure.of(Category.CONFIG, "the gateway could not start: its environment is wrong"));
    }

    private static void report(Map<String, String> environment, Failure failure) {
        Path dataDir = Path.of(
                Environment.value(environment, Setting.SLUICE_DATA_DIR).orElse(Setting.SLUICE_DATA_DIR.defaultValue()));
        SentryReporter.reportAtOnce(new Variables(environment), dataDir, failure);
    }

    private record Variables(Map<String, String> all) implements SluiceConfig.Sentry {
        @Override
        public Optional<String> dsn() {
            return Environment.value(all, Setting.SENTRY_DSN);
        }

        @Override
        public String environment() {
            return Environment.value(all, Setting.SENTRY_ENVIRONMENT).orElse(Setting.SENTRY_ENVIRONMENT.defaultValue());
        }

        @Override
        public Optional<String> release() {
            return Environment.value(all, Setting.SENTRY_RELEASE);
        }

        @Override
        public Optional<Double> tracesSampleRate() {
            return Optional.empty();
        }
    }
}
