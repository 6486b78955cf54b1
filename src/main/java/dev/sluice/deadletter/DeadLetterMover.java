package dev.sluice.deadletter;

import io.quarkus.logging.Log;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Moves letters from the data directory to Postgres, every few seconds, on a virtual thread of its own. A pass that fails
 * leaves every letter where it was and the next one starts later, at most a minute.
 */
final class DeadLetterMover {
    private static final int MAX_PAUSE_FACTOR = 12;

    private final LocalDeadLetters local;
    private final StoredDeadLetters stored;
    private final Duration every;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;
    private int failures;

    DeadLetterMover(LocalDeadLetters local, StoredDeadLetters stored, Duration every) {
        this.local = local;
        this.stored = stored;
        this.every = every;
    }

    void start() {
        thread = Thread.ofVirtual().name("dead-letter-mover").start(this::run);
    }

    /**
     * Lets a pass that is under way finish for at most the given time. It is not interrupted: that would close the file
     * under it, and a letter that is handed over twice is folded.
     */
    void stop(Duration patience) throws InterruptedException {
        stopped.countDown();
        Thread running = thread;
        if (running != null) {
            running.join(patience);
        }
    }

    private void run() {
        try {
            while (!stopped.await(pauseMillis(), TimeUnit.MILLISECONDS)) {
                pass();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long pauseMillis() {
        return every.toMillis() * Math.min(MAX_PAUSE_FACTOR, 1L << Math.min(failures, 4));
    }

    private void pass() {
        try {
            local.drainFiledTo(stored::addAllFiled);
            if (failures > 0) {
                Log.info("dead letters: Postgres is back, letters move there again");
            }
            failures = 0;
        } catch (RuntimeException e) {
            // Any failure: the loop has to live on, and the letters are safe where they are.
            if (failures == 0) {
                // Only our own message: another's may quote a row.
                String why = e instanceof UncheckedIOException own
                        ? own.getMessage()
                        : e.getClass().getSimpleName();
                Log.warnf("dead letters stay in the data directory until Postgres takes them: %s", why);
            }
            failures++;
        }
    }
}
