package dev.sluice.run;

import dev.sluice.config.SluiceConfig;
import dev.sluice.report.Accepting;
import io.quarkus.logging.Log;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the stop within {@code SLUICE_DRAIN_TIMEOUT}. It begins with the signal: health and readiness fail, and Quarkus waits
 * ({@code quarkus.shutdown.delay}) while requests are still taken. Then nothing new is taken, and the stages are undone. What
 * hangs beyond its time (a disk, a connection) is cut short by the end of the process, which is as safe as {@code kill -9}:
 * what was acknowledged is durable.
 */
@Singleton
final class Drain {
    private static final long NOT_BEGUN = Long.MIN_VALUE;

    private final DrainPlan plan;
    private final Accepting accepting;
    private final AtomicLong beganNanos = new AtomicLong(NOT_BEGUN);

    Drain(SluiceConfig config, Accepting accepting) {
        plan = new DrainPlan(config.drainTimeout());
        this.accepting = accepting;
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        begin();
    }

    /** The stop has begun, unless it was known already. */
    void begin() {
        if (!beganNanos.compareAndSet(NOT_BEGUN, System.nanoTime())) {
            return;
        }
        accepting.leave();
        // In tests and in dev mode the process outlives the application.
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Log.infof("stopping, within %s", plan.whole());
            Thread.ofPlatform().daemon(true).name("sluice-stop").start(this::watch);
        }
    }

    /** How long delivery may still take. */
    Duration leftForDelivery() {
        Duration left = plan.delivery().minusNanos(System.nanoTime() - beganNanos.get());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void watch() {
        try {
            sleepUntil(plan.notice());
            accepting.close();
            sleepUntil(plan.patience());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        System.err.println(
                "The stop took longer than SLUICE_DRAIN_TIMEOUT allows and is cut short; nothing acknowledged is lost");
        // No exit: that would wait for whatever hangs.
        Runtime.getRuntime().halt(CommandLineEntry.PROBLEM);
    }

    private void sleepUntil(Duration sinceBegin) throws InterruptedException {
        long left = sinceBegin.toNanos() - (System.nanoTime() - beganNanos.get());
        if (left > 0) {
            Thread.sleep(Duration.ofNanos(left));
        }
    }
}
