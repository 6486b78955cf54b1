package dev.sluice.report.crons;

import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import dev.sluice.failure.FailureListener;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job again and again on a virtual thread of its own, so that one that hangs keeps no other from its turn, and says
 * how each run ended. Only a run says so: a job that does not run any more falls silent, and is missed. A stop says nothing.
 */
public final class RecurringJob {
    private static final Duration FIRST = Duration.ofSeconds(2);

    private final Job job;
    private final CheckIns checkIns;
    private final FailureListener failures;
    private final Duration first;
    private final Duration every;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;
    private boolean wasWell = true;

    public RecurringJob(Job job, CheckIns checkIns, FailureListener failures) {
        this(job, checkIns, failures, FIRST, Monitor.EVERY);
    }

    RecurringJob(Job job, CheckIns checkIns, FailureListener failures, Duration first, Duration every) {
        this.job = job;
        this.checkIns = checkIns;
        this.failures = failures;
        this.first = first;
        this.every = every;
    }

    public void start() {
        thread = Thread.ofVirtual().name(job.monitor().slug()).start(this::run);
    }

    /** No run begins any more, and of one that is under way nothing is told. */
    public void stop() {
        stopped.countDown();
    }

    /** After {@link #stop}: waits for the end of a run that is under way, for at most the given time. */
    public void join(Duration patience) throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.join(patience);
        }
    }

    private void run() {
        try {
            Duration wait = first;
            while (lasts(wait)) {
                long began = System.nanoTime();
                Verdict verdict = verdict();
                if (stopped.getCount() > 0) {
                    tell(verdict, Duration.ofNanos(System.nanoTime() - began));
                }
                wait = every;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean lasts(Duration time) throws InterruptedException {
        return !stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Verdict verdict() throws InterruptedException {
        try {
            return job.run(this::lasts);
        } catch (RuntimeException | Error e) {
            // The rim of this thread: the next run may go better.
            return Verdict.failed(
                    Failure.of(Category.OTHER, "a recurring job failed").because(e));
        }
    }

    /** Failures are told when they begin; check-ins go on saying it. */
    private void tell(Verdict verdict, Duration took) {
        if (verdict.isWell() != wasWell) {
            wasWell = verdict.isWell();
            log(verdict.failures());
            verdict.failures().forEach(failures::failed);
        }
        checkIns.ended(job.monitor(), verdict.isWell(), took);
    }

    private void log(List<Failure> reasons) {
        String slug = job.monitor().slug();
        if (wasWell) {
            Log.infof("%s: all is well again", slug);
        }
        for (Failure reason : reasons) {
            Throwable cause = reason.cause();
            Log.warnf(
                    "%s: %s%s%s",
                    slug,
                    reason.what(),
                    reason.project().isEmpty() ? "" : " (project " + reason.project() + ")",
                    cause == null ? "" : ": " + cause.getClass().getName());
        }
    }
}
