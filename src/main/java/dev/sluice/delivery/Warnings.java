package dev.sluice.delivery;

import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import io.quarkus.logging.Log;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** At most one warning per cause in ten seconds; what should not happen is reported, too. Thread-safe. */
final class Warnings {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    // Causes are project names and constants, so this does not grow.
    private final Map<String, Long> lastByCause = new ConcurrentHashMap<>();

    private final DeliveryListener listener;

    /** @param listener hears of what should not happen */
    Warnings(DeliveryListener listener) {
        this.listener = listener;
    }

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
        bug(Category.DELIVERY, what, e);
    }

    void bug(Category category, String what, Throwable e) {
        listener.failed(Failure.of(category, what + " failed").because(e));
        StackTraceElement[] trace = e.getStackTrace();
        warn(what, "%s failed: %s at %s", what, e.getClass().getName(), trace.length == 0 ? "?" : trace[0]);
    }
}
