package dev.sluice.report;

import dev.sluice.config.SluiceConfig;
import dev.sluice.config.SluiceConfig.SpoolKind;
import dev.sluice.delivery.Delivery.Trouble;
import dev.sluice.failure.Category;
import dev.sluice.failure.Crumb;
import dev.sluice.failure.Failure;
import dev.sluice.report.Component.Dependency;
import dev.sluice.report.Component.State;
import dev.sluice.report.DeliveryTrail.Failing;
import dev.sluice.spool.Spool;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.sentry.Sentry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Looks every second at what the gateway depends on, and tells once of each that has been failing for longer than it takes to
 * heal by itself; what the budget of reports holds back is told as soon as that allows. It asks what {@code /health} asks and waits for nothing. {@link #look} belongs to one thread.
 */
@Singleton
public final class DependencyWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** Connections come and go; nothing is lost meanwhile. */
    private static final Duration NEIGHBOUR_GRACE = Duration.ofSeconds(10);

    private static final String SPOOL = "the spool";
    private static final Duration DISK_GRACE = Duration.ofSeconds(2);
    private static final Duration CIRCUIT_GRACE = Duration.ofSeconds(5);
    private static final Duration POSTHOG_GRACE = Duration.ofSeconds(30);

    private final Map<Dependency, Component> components = new HashMap<>();
    private final Spool spool;
    private final SpoolKind engine;
    private final DeliveryTrail trail;
    private final BooleanSupplier circuitOpen;
    private final Predicate<Failure> failures;
    private final InstantSource clock;
    private final Outages outages;
    private final Set<String> toldOfPostHog = new HashSet<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private boolean toldOfABug;

    @Inject
    public DependencyWatch(
            @All List<Component> components,
            Spool spool,
            SluiceConfig config,
            DeliveryTrail trail,
            SluiceMetrics figures,
            FailureReports failures,
            InstantSource clock) {
        this(
                components,
                spool,
                config.spool(),
                trail,
                figures::isCircuitOpen,
                failure -> failures.report(failure, ""),
                clock);
    }

    /** @param failures says whether it passed the failure on */
    DependencyWatch(
            List<Component> components,
            Spool spool,
            SpoolKind engine,
            DeliveryTrail trail,
            BooleanSupplier circuitOpen,
            Predicate<Failure> failures,
            InstantSource clock) {
        components.forEach(component -> this.components.put(component.dependency(), component));
        this.spool = spool;
        this.engine = engine;
        this.trail = trail;
        this.circuitOpen = circuitOpen;
        this.failures = failures;
        this.clock = clock;
        this.outages = new Outages(clock);
    }

    /** Looks from now on, on a thread of its own; not where there is nobody to tell. */
    public void start() {
        if (!Sentry.isEnabled()) {
            return;
        }
        Thread.ofVirtual().name("dependency-watch").start(() -> {
            try {
                while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    lookOnce();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public void stop() {
        stop.countDown();
    }

    /** The rim of its thread. */
    private void lookOnce() {
        try {
            look();
        } catch (RuntimeException e) {
            if (!toldOfABug) {
                toldOfABug = true;
                Log.warnf(
                        "The dependency watch failed: %s; said once",
                        e.getClass().getName());
                var _ = failures.test(Failure.of(Category.OTHER, "the dependency watch failed")
                        .because(e));
            }
        }
    }

    void look() {
        boolean isPostgresTheSpool = engine == SpoolKind.POSTGRES;
        neighbour(
                Dependency.REDIS,
                Failure.of(Category.DEDUP, "Redis cannot be used: duplicates are found in each process only")
                        .warning());
        neighbour(
                Dependency.POSTGRES,
                isPostgresTheSpool
                        ? Failure.of(Category.SPOOL, "Postgres cannot be used: no event is accepted until it can")
                        : Failure.of(Category.OTHER, "Postgres cannot be used: dead letters stay in the data directory")
                                .warning());
        neighbour(
                Dependency.KAFKA,
                Failure.of(Category.SPOOL, "Kafka does not answer: no event is accepted until it does"));
        spool();
        postHog();
    }

    private void neighbour(Dependency dependency, Failure failure) {
        String name = dependency.label();
        if (outages.isToBeTold(name, isBad(dependency), NEIGHBOUR_GRACE)
                && failures.test(failure.after(outages.changes()))) {
            outages.told(name);
        }
    }

    /** Where the engine is a server that is away, that is told already. */
    private void spool() {
        boolean isEngineAway = switch (engine) {
            case LOCAL -> false;
            case POSTGRES -> isBad(Dependency.POSTGRES);
            case KAFKA -> isBad(Dependency.KAFKA);
        };
        Spool.Status status = spool.status();
        Duration grace = engine == SpoolKind.LOCAL ? DISK_GRACE : NEIGHBOUR_GRACE;
        if (outages.isToBeTold(SPOOL, !status.writable() && !isEngineAway, grace)) {
            List<Crumb> steps = new ArrayList<>(outages.changes());
            steps.add(new Crumb(clock.instant(), "what the spool says", Map.of("problem", status.problem())));
            Failure failure =
                    Failure.of(Category.SPOOL, "the spool cannot store events: senders are told to come back");
            if (failures.test(failure.after(steps))) {
                outages.told(SPOOL);
            }
        }
    }

    private boolean isBad(Dependency dependency) {
        Component component = components.get(dependency);
        return component != null && component.state() == State.ERROR;
    }

    /** By project, because a wrong token is one project's; where PostHog is away, all have the same failure. */
    private void postHog() {
        Set<String> failing = new HashSet<>();
        Duration grace = circuitOpen.getAsBoolean() ? CIRCUIT_GRACE : POSTHOG_GRACE;
        for (Failing each : trail.failing()) {
            String issue = each.trouble() == Trouble.PROJECT
                    ? each.project()
                    : each.trouble().name();
            failing.add(issue);
            boolean isLong = clock.millis() - each.sinceMillis() >= grace.toMillis();
            if (isLong
                    && !toldOfPostHog.contains(issue)
                    && failures.test(failure(each).after(trail.trail(each.project())))) {
                toldOfPostHog.add(issue);
            }
        }
        toldOfPostHog.retainAll(failing);
    }

    private static Failure failure(Failing failing) {
        return switch (failing.trouble()) {
            case UPSTREAM ->
                Failure.of(Category.DELIVERY, "PostHog does not take events: they wait in the spool")
                        .in(failing.project());
            case SLOW_DOWN ->
                Failure.of(Category.DELIVERY, "PostHog asks to slow down: events wait in the spool")
                        .warning()
                        .in(failing.project());
            case PROJECT ->
                Failure.of(Category.DELIVERY, "PostHog takes nothing of a project: check its token and its host")
                        .blaming(failing.project());
            case HERE ->
                Failure.of(Category.DELIVERY, "requests to PostHog cannot be made: events wait in the spool")
                        .in(failing.project());
        };
    }
}
