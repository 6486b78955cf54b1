package dev.sluice.report;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.Delivery.Delivered;
import dev.sluice.delivery.Delivery.Dropped;
import dev.sluice.delivery.Delivery.Refused;
import dev.sluice.delivery.Delivery.TooLarge;
import dev.sluice.delivery.Delivery.Trouble;
import dev.sluice.delivery.Delivery.TryLater;
import dev.sluice.delivery.DeliveryListener;
import dev.sluice.failure.Crumb;
import dev.sluice.failure.Crumbs;
import dev.sluice.failure.Failure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last requests to PostHog of each project: the breadcrumbs of what delivery reports, and whether they have been failing
 * for a while. At most {@value #PROJECTS} projects, {@value #REQUESTS} requests each. Thread-safe.
 */
@Singleton
public final class DeliveryTrail implements DeliveryListener {
    private static final int REQUESTS = 20;
    private static final int PROJECTS = 200;

    private final FailureReports reports;
    private final InstantSource clock;
    private final Map<String, Requests> byProject = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Requests {
        private final Crumbs last = new Crumbs(REQUESTS);
        private Optional<Failing> failing = Optional.empty();
    }

    /**
     * Requests of a project that have been failing.
     *
     * @param sinceMillis when the first of them failed, milliseconds since the epoch
     * @param trouble of the newest one
     */
    record Failing(String project, long sinceMillis, Trouble trouble) {}

    public DeliveryTrail(FailureReports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    @Override
    public void attempted(String project, Delivery answer, int events, Duration took) {
        Crumb crumb = new Crumb(
                clock.instant(),
                "a request to PostHog",
                Map.of("answer", words(answer), "events", "" + events, "took_ms", "" + took.toMillis()));
        synchronized (byProject) {
            Requests requests = requests(project);
            requests.last.add(crumb);
            requests.failing = next(project, requests.failing, answer);
        }
    }

    @Override
    public void failed(Failure failure) {
        reports.failed(failure.trail().isEmpty() ? failure.after(trail(failure.project())) : failure);
    }

    List<Crumb> trail(String project) {
        synchronized (byProject) {
            Requests requests = byProject.get(project);
            return requests == null ? List.of() : requests.last.all();
        }
    }

    List<Failing> failing() {
        synchronized (byProject) {
            return byProject.values().stream()
                    .flatMap(requests -> requests.failing.stream())
                    .toList();
        }
    }

    private Requests requests(String project) {
        Requests requests = byProject.computeIfAbsent(project, _ -> new Requests());
        if (byProject.size() > PROJECTS) {
            var oldest = byProject.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return requests;
    }

    private Optional<Failing> next(String project, Optional<Failing> before, Delivery answer) {
        return switch (answer) {
            case Delivered _, Dropped _ -> Optional.empty();
            // An upstream that refuses is there; but one that is refusing everything does not become well by one more.
            case Refused _, TooLarge _ -> before.filter(failing -> failing.trouble() == Trouble.PROJECT);
            case TryLater later ->
                Optional.of(new Failing(
                        project, before.map(Failing::sinceMillis).orElseGet(clock::millis), later.trouble()));
        };
    }

    private static String words(Delivery answer) {
        return switch (answer) {
            case Delivered delivered -> "taken (" + delivered.status() + ")";
            case Refused refused -> "refused (" + refused.status() + ")";
            case TooLarge _ -> "too large (413)";
            case Dropped _ -> "dropped";
            case TryLater later -> later.why();
        };
    }
}
