package dev.sluice.run;

import dev.sluice.config.Environment;
import dev.sluice.config.EnvironmentCheck;
import dev.sluice.report.Accepting;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Start and stop, in one place and in order. Every part is asked for when its turn comes, so that nothing opens before the
 * configuration is known to be good. The port opens after the last stage. At the stop {@link Drain} says how long what may
 * take; Quarkus waits for the requests that have begun, and then the stages are undone from the last to the first.
 */
@Singleton
final class Lifecycle {
    private final Stages stages;
    private final Drain drain;

    Lifecycle(
            ReportingStages reporting,
            Groundwork groundwork,
            JourneyStages journey,
            TunnelParts tunnel,
            TrafficStages traffic,
            Accepting accepting,
            Drain drain) {
        this.drain = drain;
        List<Stage> inOrder = new ArrayList<>();
        inOrder.addAll(reporting.aroundAll());
        inOrder.addAll(groundwork.stages());
        inOrder.addAll(journey.stores());
        inOrder.add(reporting.metrics());
        // Before delivery, so that events have their end first when it stops.
        inOrder.add(new Stage("tunnel", tunnel::start, tunnel::stop));
        inOrder.add(journey.delivery());
        inOrder.addAll(traffic.stages());
        inOrder.addAll(reporting.watches());
        inOrder.add(new Stage("acceptance", accepting::open, accepting::close));
        inOrder.addAll(reporting.lastWords());
        stages = new Stages(inOrder);
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        EnvironmentCheck.of(Environment.read()).warnings().forEach(Log::warn);
        stages.start();
    }

    void stop(@Observes ShutdownEvent event) {
        drain.begin();
        stages.stop();
    }
}
