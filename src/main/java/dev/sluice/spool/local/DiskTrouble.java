package dev.sluice.spool.local;

import dev.sluice.spool.RareLog;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the disk takes what is written. While it does not, appends fail at once; one per interval is let through to see
 * whether it does again, and if none comes, the writer tries by itself. Thread-safe.
 */
final class DiskTrouble {
    private final Path directory;
    private final InstantSource clock;
    private final long probeMillis;
    private final AtomicLong nextProbe = new AtomicLong();
    private final RareLog rare = new RareLog();
    private volatile String problem = "";

    DiskTrouble(Path directory, InstantSource clock, Duration probeInterval) {
        this.directory = directory;
        this.clock = clock;
        this.probeMillis = probeInterval.toMillis();
    }

    /** Empty when all is well. */
    String problem() {
        return problem;
    }

    /** Whether this append may go to the writer. */
    boolean admits() {
        if (problem.isEmpty()) {
            return true;
        }
        long now = clock.millis();
        long due = nextProbe.get();
        // A clock that was set back must not postpone the probe.
        return (now >= due || due - now > probeMillis) && nextProbe.compareAndSet(due, now + probeMillis);
    }

    /** Whether it is time for a try and no append has come to make it, as when a balancer sends the traffic elsewhere. */
    boolean isProbeOverdue() {
        return !problem.isEmpty() && clock.millis() - nextProbe.get() >= probeMillis;
    }

    /** The append that was let through did not reach the disk for another reason: the next one may try. */
    void probeUnused() {
        nextProbe.set(clock.millis());
    }

    void failed(Throwable cause) {
        String words = words(cause);
        nextProbe.set(clock.millis() + probeMillis);
        problem = words;
        if (rare.permits()) {
            Log.warnf("spool: %s; appends are answered with 503 until it can be written again", words);
        }
    }

    void succeeded() {
        if (!problem.isEmpty()) {
            problem = "";
            Log.infof("spool: %s can be written again", directory);
        }
    }

    static boolean isNoSpace(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return cause instanceof IOException
                && (message.contains("no space left")
                        || message.contains("disk quota exceeded")
                        || message.contains("not enough space"));
    }

    private String words(Throwable cause) {
        return isNoSpace(cause)
                ? "no space left for " + directory
                : "writing to " + directory + " failed (" + cause.getClass().getSimpleName() + ")";
    }
}
