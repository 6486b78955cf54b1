package dev.sluice.failure;

import dev.sluice.trace.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong inside the gateway and that its operator should hear of. Nothing in it comes from an event.
 *
 * @param what a constant sentence: failures with the same category and sentence are one issue
 * @param project the configured name; empty where it concerns all
 * @param origin of the events that it struck
 * @param cause its message is not reported unless the gateway wrote it
 * @param trail what led to it, oldest first
 */
public record Failure(
        Category category,
        String what,
        String project,
        Origin origin,
        @Nullable Throwable cause,
        List<Crumb> trail) {
    public Failure {
        trail = List.copyOf(trail);
    }

    public static Failure of(Category category, String what) {
        return new Failure(category, what, "", Origin.UNKNOWN, null, List.of());
    }

    public Failure in(String configuredProject) {
        return new Failure(category, what, configuredProject, origin, cause, trail);
    }

    public Failure from(Origin where) {
        return new Failure(category, what, project, where, cause, trail);
    }

    public Failure because(Throwable thrown) {
        return new Failure(category, what, project, origin, thrown, trail);
    }

    public Failure after(List<Crumb> steps) {
        return new Failure(category, what, project, origin, cause, steps);
    }
}
