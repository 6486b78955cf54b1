package dev.sluice.report;

import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Turns error records of the log into reports. Only the template of a message goes along, never its parameters, which may
 * come from a request; and where a library has put both together already, only the library's name.
 */
final class SentryLogHandler extends Handler {
    private static final String OWN = "dev.sluice.";
    /** What they say may be that Sentry, or what else takes traces, is away: telling Sentry would go round in circles. */
    private static final String[] REPORTING = {
        "io.sentry", "io.opentelemetry", "io.quarkus.opentelemetry", "dev.sluice.tunnel", "dev.sluice.report"
    };
    /** These tell a {@link dev.sluice.failure.FailureListener} more than they log. */
    private static final Set<String> TOLD_OTHERWISE = Set.of("dev.sluice.capture.CaptureHandler");

    private final FailureReports reports;

    SentryLogHandler(FailureReports reports) {
        this.reports = reports;
    }

    @Override
    public void publish(LogRecord record) {
        String logger = String.valueOf(record.getLoggerName());
        Throwable thrown = record.getThrown();
        if (record.getLevel().intValue() < Level.SEVERE.intValue()
                || isReporting(logger)
                || TOLD_OTHERWISE.contains(logger)
                || (thrown != null && SendersFault.is(thrown))) {
            return;
        }
        Failure failure = Failure.of(category(logger), template(record, logger));
        reports.report(thrown == null ? failure : failure.because(thrown), logger);
    }

    private static boolean isReporting(String logger) {
        for (String prefix : REPORTING) {
            if (logger.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** By the package of whoever logs it. */
    private static Category category(String logger) {
        if (!logger.startsWith(OWN)) {
            return Category.OTHER;
        }
        String rest = logger.substring(OWN.length());
        int dot = rest.indexOf('.');
        return switch (dot < 0 ? rest : rest.substring(0, dot)) {
            case "capture" -> Category.CAPTURE;
            case "scrub" -> Category.SCRUB;
            case "spool" -> Category.SPOOL;
            case "dedup" -> Category.DEDUP;
            case "delivery" -> Category.DELIVERY;
            case "config", "project", "limit" -> Category.CONFIG;
            default -> Category.OTHER;
        };
    }

    private static String template(LogRecord record, String logger) {
        Object[] parameters = record.getParameters();
        boolean isTemplate = logger.startsWith(OWN) || (parameters != null && parameters.length > 0);
        return isTemplate ? String.valueOf(record.getMessage()) : "an error of " + logger;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
