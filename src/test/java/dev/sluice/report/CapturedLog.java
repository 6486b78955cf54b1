package dev.sluice.report;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What a handler with the gateway's filter would write, from all loggers, while it is open. */
final class CapturedLog extends Handler implements AutoCloseable {
    private final Filter filter = new NothingFromRequests();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    static CapturedLog open() {
        CapturedLog log = new CapturedLog();
        Logger.getLogger("").addHandler(log);
        return log;
    }

    @Override
    public void publish(LogRecord record) {
        if (filter.isLoggable(record)) {
            StringWriter text = new StringWriter();
            text.append(ExtLogRecord.wrap(record).getFormattedMessage()).append('\n');
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            lines.add(text.toString());
        }
    }

    String text() {
        return String.join("\n", lines);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
