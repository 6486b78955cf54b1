package dev.sluice.report;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Cuts what came with a request out of the records of those libraries that log failed requests: everything after the
 * {@code ?} of an address, where pixel events stand, and the texts of exceptions, which quote what could not be read.
 * What only a sender can be blamed for is not logged at all.
 */
@LoggingFilter(name = "nothing-from-requests")
public final class NothingFromRequests implements Filter {
    private static final String[] REQUEST_LOGGERS = {
        "io.quarkus.vertx.http",
        "io.quarkus.resteasy",
        "org.jboss.resteasy",
        "io.vertx",
        "io.netty",
        "io.quarkus.mutiny"
    };

    @Override
    public boolean isLoggable(LogRecord record) {
        if (isAboutRequests(String.valueOf(record.getLoggerName()))) {
            Object[] parameters = record.getParameters();
            if (parameters != null) {
                record.setParameters(withoutQueries(parameters));
            }
            Throwable thrown = record.getThrown();
            if (thrown != null && SendersFault.is(thrown)) {
                return false;
            }
            if (thrown != null && !thrown.getClass().getName().startsWith("dev.sluice.")) {
                record.setThrown(WithheldMessage.of(thrown));
            }
        }
        return true;
    }

    private static boolean isAboutRequests(String logger) {
        for (String prefix : REQUEST_LOGGERS) {
            if (logger.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static Object[] withoutQueries(Object[] parameters) {
        Object[] safe = parameters.clone();
        for (int i = 0; i < safe.length; i++) {
            if (safe[i] instanceof CharSequence text) {
                int query = text.toString().indexOf('?');
                safe[i] = query < 0 ? text : text.subSequence(0, query) + "?…";
            }
        }
        return safe;
    }
}
