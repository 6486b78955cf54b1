package dev.sluice.run;

import dev.sluice.fanout.EventFanout;
import dev.sluice.limit.SharedCounts;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The stages of what replicas share about traffic through Redis, where there is one: limits and announcements. */
@Singleton
final class TrafficStages {
    private final Instance<Optional<SharedCounts>> sharedCounts;
    private final Instance<EventFanout> fanout;

    TrafficStages(Instance<Optional<SharedCounts>> sharedCounts, Instance<EventFanout> fanout) {
        this.sharedCounts = sharedCounts;
        this.fanout = fanout;
    }

    List<Stage> stages() {
        return List.of(
                new Stage(
                        "limits",
                        () -> sharedCounts.get().ifPresent(SharedCounts::start),
                        () -> sharedCounts.get().ifPresent(SharedCounts::close)),
                new Stage(
                        "fan-out",
                        () -> fanout.get().start(),
                        () -> fanout.get().close()));
    }
}
