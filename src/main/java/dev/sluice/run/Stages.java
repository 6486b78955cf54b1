package dev.sluice.run;

import dev.sluice.failure.Category;
import dev.sluice.failure.Crumb;
import dev.sluice.failure.Failure;
import dev.sluice.failure.FailureListener;
import io.quarkus.logging.Log;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Starts stages in order, and stops those that were started in the opposite order. Used by one thread. */
final class Stages {
    private final List<Stage> stages;
    private final FailureListener failures;
    private final Deque<Stage> started = new ArrayDeque<>();

    /** @param failures hears of a stage that does not start, before the others are stopped */
    Stages(List<Stage> stages, FailureListener failures) {
        this.stages = List.copyOf(stages);
        this.failures = failures;
    }

    /** If a stage fails, those before it are stopped and its exception goes on. */
    void start() {
        String underWay = "";
        try {
            for (Stage stage : stages) {
                underWay = stage.name();
                stage.start().run();
                started.push(stage);
            }
        } catch (RuntimeException e) {
            Crumb reached = new Crumb(Instant.now(), "the start", Map.of("stage", underWay));
            failures.failed(Failure.of(Category.CONFIG, "the gateway could not start")
                    .because(e)
                    .after(List.of(reached)));
            stop();
            throw e;
        }
    }

    /** A stage that fails to stop does not keep the others from it. */
    void stop() {
        while (!started.isEmpty()) {
            Stage stage = started.pop();
            try {
                stage.stop().run();
            } catch (RuntimeException e) {
                Log.errorf(e, "Stopping %s failed", stage.name());
            }
        }
    }
}
