package dev.sluice.run;

import dev.sluice.deadletter.LetterRetention;
import dev.sluice.delivery.DeliveryLoop;
import dev.sluice.failure.FailureListener;
import dev.sluice.ledger.Balance;
import dev.sluice.ledger.EventLedger;
import dev.sluice.report.Books;
import dev.sluice.report.crons.CheckIns;
import dev.sluice.report.crons.DeliveryHeartbeat;
import dev.sluice.report.crons.Job;
import dev.sluice.report.crons.Reconciliation;
import dev.sluice.report.crons.RecurringJob;
import dev.sluice.report.crons.ReloadWatch;
import dev.sluice.report.crons.Retention;
import dev.sluice.report.crons.SentryCheckIns;
import dev.sluice.report.sentry.SentryEndpoint;
import dev.sluice.spool.Spool;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which recurring jobs there are, and to whom they report. Made when everything that they look at is running. */
@Singleton
final class RecurringJobs {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final List<RecurringJob> jobs;

    RecurringJobs(
            Optional<SentryEndpoint> sentry,
            DeliveryLoop delivery,
            Spool spool,
            Balance balance,
            PolicyChoice policies,
            LetterRetention letters,
            Optional<EventLedger> ledger,
            Instance<FailureListener> failureListener,
            InstantSource clock) {
        Books books = new Books(balance, spool, clock);
        List<Job> all = new ArrayList<>();
        all.add(new DeliveryHeartbeat(delivery::turns, delivery::status, books));
        all.add(new Retention(letters::enforce, () -> {
            if (ledger.isPresent()) {
                ledger.get().forgetOld();
            }
        }));
        all.add(new Reconciliation(books));
        policies.reload().ifPresent(reload -> all.add(new ReloadWatch(reload::looks, reload::isCurrent)));
        // Without a Sentry the jobs are done all the same.
        CheckIns checkIns = sentry.<CheckIns>map(SentryCheckIns::new).orElse(CheckIns.NONE);
        FailureListener failures = failureListener.isResolvable() ? failureListener.get() : FailureListener.NONE;
        jobs = all.stream()
                .map(job -> new RecurringJob(job, checkIns, failures))
                .toList();
    }

    void start() {
        jobs.forEach(RecurringJob::start);
    }

    /** Runs that are under way may end; their verdicts are not told any more. */
    void stop() {
        jobs.forEach(RecurringJob::stop);
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (RecurringJob job : jobs) {
                job.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
