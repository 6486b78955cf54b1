package dev.sluice.delivery;

import io.quarkus.logging.Log;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** At most one warning per cause in ten seconds. Thread-safe. */
final class Warnings {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    // Causes are project names and constants, so this does not grow.
    private final Map<String, Long> lastByCause = new ConcurrentHashMap<>();

    void warn(String cause, String format, Object... parameters) {
        long now = System.nanoTime();
        boolean[] due = {false};
        lastByCause.compute(cause, (_, last) -> {
            due[0] = last == null || now - last >= EVERY_NANOS;
            return due[0] ? now : last;
        });
        if (due[0]) {
            Log.warnf(format, parameters);
        }
    }

    /** Something that should not happen. Not its message: what is unexpected may quote what it stumbled over. */
    void bug(String what, Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        warn(what, "%s failed: %s at %s", what, e.getClass().getName(), trace.length == 0 ? "?" : trace[0]);
    }
}
