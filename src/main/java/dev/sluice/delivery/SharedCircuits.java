package dev.sluice.delivery;

import dev.sluice.project.Project;
import java.time.Duration;

/**
 * What the replicas of a gateway tell each other about their upstreams, beside what each finds out by itself: that one is down,
 * so that one replica at a time probes it, and that one asked for a pause. It can only hold requests back, for a time, and
 * where it is not available nothing is held back. Thread-safe.
 */
public interface SharedCircuits {
    /** There are no others. */
    SharedCircuits NONE = new SharedCircuits() {};

    /** May a request of the project go out? Waits for a short deadline at most, and only while the upstream is down. */
    default Pass ask(Project project) {
        return Pass.GO;
    }

    /** How the request ended that was let pass. */
    default void ended(Project project, Pass pass, Delivery result) {}

    /** The request that was let pass was not made. */
    default void cancelled(Project project, Pass pass) {}

    /** Whether any upstream is known to be down. */
    default boolean isAnyOpen() {
        return false;
    }

    /**
     * The answer to {@link #ask}.
     *
     * @param pause ask again after this; zero: go
     * @param probe this is the one request of all replicas that probes an upstream that is down
     */
    record Pass(Duration pause, boolean probe) {
        static final Pass GO = new Pass(Duration.ZERO, false);
        static final Pass PROBE = new Pass(Duration.ZERO, true);

        static Pass after(Duration pause) {
            return new Pass(pause, false);
        }
    }
}
