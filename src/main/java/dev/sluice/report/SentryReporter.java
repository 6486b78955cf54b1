package dev.sluice.report;

import dev.sluice.config.BuildVersion;
import dev.sluice.config.SentryDsn;
import dev.sluice.config.SluiceConfig;
import dev.sluice.failure.Failure;
import io.quarkus.logging.Log;
import io.sentry.SendCachedEnvelopeFireAndForgetIntegration;
import io.sentry.SendFireAndForgetEnvelopeSender;
import io.sentry.Sentry;
import io.sentry.SentryLevel;
import io.sentry.SentryOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends failures to Sentry, if {@code SENTRY_DSN} is set: those that the gateway's parts tell {@link FailureReports}, and what
 * else is logged as an error or ends a thread. Without a DSN the SDK is not even initialised. What cannot be sent is kept in
 * {@code <data>/sentry}, at most {@value #KEPT} reports, and sent after the next start.
 */
@Singleton
public final class SentryReporter {
    private static final String ROOT_LOGGER = "";
    /** Of one thread of the SDK's, beside everything else. */
    private static final int TIMEOUT_MILLIS = 5_000;
    /** For one kept report: longer than it can take, because the SDK deletes a report that it has stopped waiting for. */
    private static final int KEPT_REPORT_MILLIS = 3 * TIMEOUT_MILLIS;
    /** Reports in memory that wait for that thread. */
    private static final int QUEUE = 50;

    private static final int KEPT = 30;
    private static final int AT_ONCE_MILLIS = 3_000;
    /** The end of the stop is not Sentry's: what is not sent by then is on its way again after the next start. */
    private static final Duration LAST_WORDS = Duration.ofMillis(700);

    private final SluiceConfig.Sentry config;
    private final Path kept;
    private final SentryLogHandler handler;
    private final UncaughtExceptions uncaught;
    private @Nullable UncaughtExceptionHandler before;

    @Inject
    public SentryReporter(SluiceConfig config, FailureReports reports) {
        this(config.sentry(), config.dataDir(), reports);
    }

    /** @param dataDir reports are kept in a folder of it */
    SentryReporter(SluiceConfig.Sentry config, Path dataDir, FailureReports reports) {
        this.config = config;
        this.kept = dataDir.resolve("sentry");
        handler = new SentryLogHandler(reports);
        uncaught = new UncaughtExceptions(reports);
    }

    public boolean isEnabled() {
        return dsn().isPresent();
    }

    public void start() {
        dsn().ifPresent(dsn -> {
            // The SDK's client would carry a report to wherever an answer points. It can only be told for the whole
            // process,
            // in which nothing else wants that either.
            HttpURLConnection.setFollowRedirects(false);
            Sentry.init(options -> configure(options, dsn));
            Logger.getLogger(ROOT_LOGGER).addHandler(handler);
            before = Thread.getDefaultUncaughtExceptionHandler();
            Thread.setDefaultUncaughtExceptionHandler(uncaught);
        });
    }

    /**
     * Reports one failure of a process that is about to exit, and waits up to three seconds for it; does nothing without a DSN
     * that can be used, and never throws.
     *
     * @param dataDir where it is kept if it cannot be sent
     */
    public static void reportAtOnce(SluiceConfig.Sentry config, Path dataDir, Failure failure) {
        if (config.dsn().flatMap(SentryDsn::parse).isEmpty()) {
            return;
        }
        FailureReports reports = new FailureReports();
        SentryReporter reporter = new SentryReporter(config, dataDir, reports);
        try {
            reporter.start();
            reports.failed(failure);
            Sentry.flush(AT_ONCE_MILLIS);
            reporter.stop();
        } catch (RuntimeException e) {
            // The process has another reason to end, and says that one.
            Log.warnf(
                    "A failure could not be reported to Sentry (%s)",
                    e.getClass().getName());
        }
    }

    /** Waits a moment for what has not been sent yet. */
    public void stop() {
        if (!isEnabled()) {
            return;
        }
        Thread.setDefaultUncaughtExceptionHandler(before);
        Logger.getLogger(ROOT_LOGGER).removeHandler(handler);
        // The SDK would wait for a Sentry that hangs until its own time limits are over.
        Thread closing = Thread.ofPlatform().daemon(true).name("sentry-stop").start(Sentry::close);
        try {
            closing.join(LAST_WORDS.plusMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void configure(SentryOptions options, String dsn) {
        options.setDsn(dsn);
        options.setEnvironment(config.environment());
        options.setRelease(BuildVersion.release(config.release()));
        options.setSendDefaultPii(false);
        options.setAttachServerName(false);
        options.setSendModules(false);
        // Only of exceptions: where a dependency's absence was noticed says nothing.
        options.setAttachStacktrace(false);
        // Those of a report are its own; the SDK would collect one list for all requests.
        options.setMaxBreadcrumbs(0);
        options.addInAppInclude("dev.sluice");
        options.setEnableExternalConfiguration(false);
        // One exception may be met again much later, and the budget knows better.
        options.setEnableDeduplication(false);
        options.setEnableUncaughtExceptionHandler(false);
        // Closed by stop(), when everything else has had its say.
        options.setEnableShutdownHook(false);
        options.addEventProcessor(new OriginTrace());
        options.setBeforeSend((event, hint) -> SafeReport.strip(event));
        bound(options);
        keep(options);
    }

    private static void bound(SentryOptions options) {
        options.setMaxQueueSize(QUEUE);
        options.setConnectionTimeoutMillis(TIMEOUT_MILLIS);
        options.setReadTimeoutMillis(TIMEOUT_MILLIS);
        options.setFlushTimeoutMillis(KEPT_REPORT_MILLIS);
        options.setShutdownTimeoutMillis(LAST_WORDS.toMillis());
        options.setEnableBackpressureHandling(false);
        // Else the SDK says nothing, and nobody learns that nothing arrives.
        options.setDebug(true);
        options.setDiagnosticLevel(SentryLevel.ERROR);
        options.setLogger(new SdkLog());
    }

    /** The SDK writes there before it sends, and deletes what has arrived; a folder that cannot be used keeps nothing back. */
    private void keep(SentryOptions options) {
        options.setCacheDirPath(kept.toAbsolutePath().toString());
        options.setMaxCacheItems(KEPT);
        options.addIntegration(new SendCachedEnvelopeFireAndForgetIntegration(
                new SendFireAndForgetEnvelopeSender(options::getCacheDirPath)));
    }

    private Optional<String> dsn() {
        return config.dsn().map(String::strip).filter(text -> !text.isEmpty());
    }
}
