package dev.sluice.run;

import dev.sluice.config.Environment;
import dev.sluice.config.EnvironmentCheck;
import dev.sluice.config.SluiceConfig;
import dev.sluice.dedup.LayeredSeenIds;
import dev.sluice.delivery.DeliveryLoop;
import dev.sluice.fanout.EventFanout;
import dev.sluice.ledger.Balance;
import dev.sluice.limit.SharedCounts;
import dev.sluice.project.Projects;
import dev.sluice.report.Accepting;
import dev.sluice.report.DependencyWatch;
import dev.sluice.report.MetricsRegistration;
import dev.sluice.report.SentryReporter;
import dev.sluice.report.SluiceMetrics;
import dev.sluice.report.sentry.RunSession;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.SelfCheck;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Start and stop, in one place and in order. Every part is asked for when its turn comes, so that nothing opens before the
 * configuration is known to be good. The port opens after the last stage. At the stop {@link Drain} says how long what may
 * take; Quarkus waits for the requests that have begun, and then the stages are undone from the last to the first.
 */
@Singleton
final class Lifecycle {
    /** What is not told by then, the next start tells. */
    private static final Duration SESSION_PATIENCE = Duration.ofMillis(500);

    private final Stages stages;
    private final Drain drain;

    Lifecycle(
            SluiceConfig config,
            SentryReporter sentry,
            Instance<DependencyWatch> dependencies,
            Instance<ProjectChoice> projectChoice,
            Instance<Projects> projects,
            Instance<PolicyChoice> policies,
            Instance<PseudonymKey> pseudonymKey,
            Instance<Spool> spool,
            Instance<StartReport> report,
            Balance balance,
            Database database,
            Instance<MetricsRegistration> metrics,
            SluiceMetrics figures,
            Instance<LayeredSeenIds> seenIds,
            Instance<Demo> demo,
            Instance<DeliveryLoop> delivery,
            Instance<Optional<SharedCounts>> sharedCounts,
            Instance<EventFanout> fanout,
            TunnelParts tunnel,
            Instance<RecurringJobs> jobs,
            Instance<Optional<RunSession>> session,
            Drain drain,
            Accepting accepting) {
        this.drain = drain;
        stages = new Stages(List.of(
                new Stage("error reports", sentry::start, sentry::stop),
                new Stage("end of the session", () -> {}, () -> endSession(session.get())),
                Stage.onStart("data directory", () -> DataDirectory.open(config.dataDir())),
                Stage.onStart("projects", () -> projectChoice.get().source()),
                new Stage(
                        "policy",
                        () -> policies.get().start(figures),
                        () -> policies.get().stop()),
                Stage.onStart("firewall", Lifecycle::checkFirewall),
                Stage.onStart("demo", () -> demo.get().startIfWanted()),
                Stage.onStart("pseudonym key", () -> KeyFingerprint.compare(pseudonymKey.get(), config.dataDir())),
                new Stage("database", database::start, database::stop),
                new Stage("spool", () -> spool.get().status(), () -> spool.get().close()),
                Stage.onStart("books", () -> openBooks(balance, projects.get(), spool.get())),
                new Stage(
                        "metrics",
                        () -> metrics.get().register(),
                        () -> metrics.get().unregister()),
                // Before delivery, so that events have their end first when it stops.
                new Stage("tunnel", tunnel::start, tunnel::stop),
                new Stage(
                        "delivery",
                        () -> startDelivery(delivery.get(), figures, seenIds.get()),
                        () -> stop(delivery.get(), drain.leftForDelivery())),
                new Stage(
                        "limits",
                        () -> sharedCounts.get().ifPresent(SharedCounts::start),
                        () -> sharedCounts.get().ifPresent(SharedCounts::close)),
                new Stage(
                        "fan-out",
                        () -> fanout.get().start(),
                        () -> fanout.get().close()),
                new Stage(
                        "dependency watch",
                        () -> dependencies.get().start(),
                        () -> dependencies.get().stop()),
                new Stage(
                        "recurring jobs",
                        () -> jobs.get().start(),
                        () -> jobs.get().stop()),
                new Stage("acceptance", accepting::open, accepting::close),
                Stage.onStart("session", () -> session.get().ifPresent(RunSession::begin)),
                Stage.onStart("report", () -> report.get().log())));
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        EnvironmentCheck.of(Environment.read()).warnings().forEach(Log::warn);
        stages.start();
    }

    void stop(@Observes ShutdownEvent event) {
        drain.begin();
        stages.stop();
    }

    private static void checkFirewall() {
        // With a key of its own: what takes a value's place does not matter here.
        var pseudonyms =
                new Pseudonyms(new dev.sluice.scrub.PseudonymKey(new byte[dev.sluice.scrub.PseudonymKey.MIN_BYTES]));
        refuseIfAnySurvives(SelfCheck.survivors(new EventScrubber(pseudonyms, IpPolicy.DROP)));
    }

    static void refuseIfAnySurvives(Set<Kind> survivors) {
        if (!survivors.isEmpty()) {
            throw new IllegalStateException(
                    "The firewall fails its self-check, so nothing is accepted: values of these kinds got through it: "
                            + survivors.stream().map(Kind::label).collect(Collectors.joining(", "))
                            + ". This build is broken; use another one.");
        }
    }

    /** A project that has had no event yet has books too: all zero, so that its first event is seen as an increase. */
    static void openBooks(Balance balance, Projects projects, Spool spool) {
        projects.all().forEach(project -> balance.open(project.name(), Outcomes.NONE, 0));
        spool.recovered().forEach((project, found) -> open(balance, project, found));
        spool.onLoss((project, events) -> balance.ended(project, new Outcomes(0, 0, 0, events)));
    }

    private static void startDelivery(DeliveryLoop delivery, SluiceMetrics figures, LayeredSeenIds seenIds) {
        figures.circuit(() -> delivery.status().circuitOpen());
        figures.requests(
                () -> delivery.status().requestsInFlight(),
                () -> delivery.status().requestsAllowed());
        figures.dedup(seenIds::backend);
        delivery.start();
    }

    /** What is not delivered by then is read again at the next start. */
    private static void stop(DeliveryLoop delivery, Duration patience) {
        try {
            delivery.stop(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endSession(Optional<RunSession> session) {
        try {
            if (session.isPresent()) {
                session.get().end(SESSION_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void open(Balance balance, String project, Recovered found) {
        balance.open(project, found.totals(), found.pending());
    }
}
