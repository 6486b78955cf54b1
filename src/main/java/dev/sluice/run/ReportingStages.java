package dev.sluice.run;

import dev.sluice.report.DependencyWatch;
import dev.sluice.report.MetricsRegistration;
import dev.sluice.report.SentryReporter;
import dev.sluice.report.sentry.RunSession;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The stages of what tells how the gateway is: around all others, between them, and after them. */
@Singleton
final class ReportingStages {
    /** What is not told by then, the next start tells. */
    private static final Duration SESSION_PATIENCE = Duration.ofMillis(500);

    private final SentryReporter sentry;
    private final Instance<Optional<RunSession>> session;
    private final Instance<MetricsRegistration> metrics;
    private final Instance<DependencyWatch> dependencies;
    private final Instance<RecurringJobs> jobs;
    private final Instance<StartReport> report;

    ReportingStages(
            SentryReporter sentry,
            Instance<Optional<RunSession>> session,
            Instance<MetricsRegistration> metrics,
            Instance<DependencyWatch> dependencies,
            Instance<RecurringJobs> jobs,
            Instance<StartReport> report) {
        this.sentry = sentry;
        this.session = session;
        this.metrics = metrics;
        this.dependencies = dependencies;
        this.jobs = jobs;
        this.report = report;
    }

    /** Started first and stopped last, so that a start or a stop that fails is told. */
    List<Stage> aroundAll() {
        return List.of(
                new Stage("error reports", sentry::start, sentry::stop),
                new Stage("end of the session", () -> {}, this::endSession));
    }

    Stage metrics() {
        return new Stage(
                "metrics", () -> metrics.get().register(), () -> metrics.get().unregister());
    }

    /** Those who look at everything else, once it runs. */
    List<Stage> watches() {
        return List.of(
                new Stage(
                        "dependency watch",
                        () -> dependencies.get().start(),
                        () -> dependencies.get().stop()),
                new Stage(
                        "recurring jobs",
                        () -> jobs.get().start(),
                        () -> jobs.get().stop()));
    }

    /** Once events are accepted. */
    List<Stage> lastWords() {
        return List.of(
                Stage.onStart("session", () -> session.get().ifPresent(RunSession::begin)),
                Stage.onStart("report", () -> report.get().log()));
    }

    private void endSession() {
        Optional<RunSession> begun = session.get();
        try {
            if (begun.isPresent()) {
                begun.get().end(SESSION_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
