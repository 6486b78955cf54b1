package dev.sluice.report;

import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.protocol.Message;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Turns error records of the log into events. Only the template of a message goes along, never its parameters, which may
 * come from a request; and where a library has put both together already, only the library's name.
 */
final class SentryLogHandler extends Handler {
    private static final String OWN = "dev.sluice";
    private static final String SDK = "io.sentry";

    @Override
    public void publish(LogRecord record) {
        String logger = String.valueOf(record.getLoggerName());
        Throwable thrown = record.getThrown();
        if (record.getLevel().intValue() < Level.SEVERE.intValue()
                || logger.startsWith(SDK)
                || (thrown != null && SendersFault.is(thrown))) {
            return;
        }
        SentryEvent event = new SentryEvent();
        event.setLevel(SentryLevel.ERROR);
        event.setLogger(logger);
        Message message = new Message();
        message.setMessage(template(record, logger));
        event.setMessage(message);
        if (thrown != null) {
            event.setThrowable(WithheldMessage.original(thrown));
        }
        Sentry.captureEvent(event);
    }

    private static String template(LogRecord record, String logger) {
        Object[] parameters = record.getParameters();
        boolean isTemplate = logger.startsWith(OWN) || (parameters != null && parameters.length > 0);
        return isTemplate ? String.valueOf(record.getMessage()) : "an error of " + logger;
    }

    @Override
    public void flush() {
        Sentry.flush(2_000);
    }

    @Override
    public void close() {}
}
