package dev.sluice.report;

import io.quarkus.logging.Log;
import io.sentry.ILogger;
import io.sentry.SentryLevel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where the SDK says that it has trouble. Of that the log gets one line of a kind every ten minutes, with none of the SDK's words: they
 * may repeat what a server answered.
 */
final class SdkLog implements ILogger {
    private static final long APART_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final AtomicLong ofSending = new AtomicLong(System.nanoTime() - APART_NANOS);
    private final AtomicLong ofKeeping = new AtomicLong(System.nanoTime() - APART_NANOS);

    @Override
    public void log(SentryLevel level, String message, @Nullable Object... arguments) {
        note(level, message);
    }

    @Override
    public void log(SentryLevel level, String message, @Nullable Throwable thrown) {
        note(level, message);
    }

    @Override
    public void log(SentryLevel level, @Nullable Throwable thrown, String message, @Nullable Object... arguments) {
        note(level, message);
    }

    @Override
    public boolean isEnabled(@Nullable SentryLevel level) {
        return level != null && isTrouble(level);
    }

    private void note(SentryLevel level, String message) {
        // Before anything was ever kept there is no folder to look into for what was.
        if (!isTrouble(level) || message.startsWith("Cache dir")) {
            return;
        }
        boolean isKeeping = message.startsWith("The directory for caching") || message.contains("offline storage");
        if (isKeeping && isDue(ofKeeping)) {
            Log.warn("Sentry: reports cannot be kept in the data directory; those that cannot be sent at once are lost."
                    + " Events are not affected");
        } else if (!isKeeping && isDue(ofSending)) {
            Log.warn(
                    "Sentry (SENTRY_DSN) does not take reports; the newest are kept in the data directory and sent after"
                            + " the next start. Events are not affected. Said at most once in ten minutes");
        }
    }

    private static boolean isDue(AtomicLong lastNanos) {
        long now = System.nanoTime();
        long before = lastNanos.get();
        return now - before >= APART_NANOS && lastNanos.compareAndSet(before, now);
    }

    private static boolean isTrouble(SentryLevel level) {
        return level == SentryLevel.ERROR || level == SentryLevel.FATAL;
    }
}
