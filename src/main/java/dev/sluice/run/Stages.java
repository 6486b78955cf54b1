package dev.sluice.run;

import io.quarkus.logging.Log;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Starts stages in order, and stops those that were started in the opposite order. Used by one thread. */
final class Stages {
    private final List<Stage> stages;
    private final Deque<Stage> started = new ArrayDeque<>();

    Stages(List<Stage> stages) {
        this.stages = List.copyOf(stages);
    }

    /** If a stage fails, those before it are stopped and its exception goes on. */
    void start() {
        try {
            for (Stage stage : stages) {
                stage.start().run();
                started.push(stage);
            }
        } catch (RuntimeException e) {
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
