package dev.sluice.report;

import dev.sluice.config.BuildVersion;
import dev.sluice.config.SluiceConfig;
import io.sentry.Sentry;
import io.sentry.SentryOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Sends what is logged as an error to Sentry, if {@code SENTRY_DSN} is set; without it the SDK is not even initialised. An
 * unhandled exception of a resource is logged as an error by Quarkus and so gets there too.
 */
@Singleton
public final class SentryReporter {
    private static final String ROOT_LOGGER = "";
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int QUEUE = 100;

    private final SluiceConfig.Sentry config;
    private final SentryLogHandler handler = new SentryLogHandler();

    @Inject
    public SentryReporter(SluiceConfig config) {
        this(config.sentry());
    }

    SentryReporter(SluiceConfig.Sentry config) {
        this.config = config;
    }

    public boolean isEnabled() {
        return dsn().isPresent();
    }

    public void start() {
        dsn().ifPresent(dsn -> {
            Sentry.init(options -> configure(options, dsn));
            Logger.getLogger(ROOT_LOGGER).addHandler(handler);
        });
    }

    /** Waits up to two seconds for what has not been sent yet. */
    public void stop() {
        if (isEnabled()) {
            Logger.getLogger(ROOT_LOGGER).removeHandler(handler);
            Sentry.close();
        }
    }

    private void configure(SentryOptions options, String dsn) {
        options.setDsn(dsn);
        options.setEnvironment(config.environment());
        options.setRelease(
                config.release().filter(text -> !text.isBlank()).orElseGet(() -> "sluice@" + BuildVersion.number()));
        options.setSendDefaultPii(false);
        options.setAttachServerName(false);
        options.setSendModules(false);
        options.setMaxBreadcrumbs(0);
        options.addInAppInclude("dev.sluice");
        options.setEnableExternalConfiguration(false);
        options.setMaxQueueSize(QUEUE);
        options.setConnectionTimeoutMillis(TIMEOUT_MILLIS);
        options.setReadTimeoutMillis(TIMEOUT_MILLIS);
        // Closed by stop(), when everything else has had its say.
        options.setEnableShutdownHook(false);
        options.addEventProcessor(new CurrentTrace());
        options.setBeforeSend((event, hint) -> SafeReport.strip(event));
    }

    private Optional<String> dsn() {
        return config.dsn().map(String::strip).filter(text -> !text.isEmpty());
    }
}
