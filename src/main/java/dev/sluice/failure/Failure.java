package dev.sluice.failure;

import dev.sluice.trace.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong inside the gateway and that its operator should hear of. Nothing in it comes from an event.
 *
 * @param what a constant sentence: failures with the same category and sentence are one issue
 * @param project the configured name; empty where it concerns all
 * @param ofProject whether the project is to blame, so that each project with this failure has an issue of its own
 * @param origin of the events that it struck
 * @param cause its message is not reported unless the gateway wrote it
 * @param trail what led to it, oldest first
 */
public record Failure(
        Category category,
        Severity severity,
        String what,
        String project,
        boolean ofProject,
        Origin origin,
        @Nullable Throwable cause,
        List<Crumb> trail) {
    public Failure {
        trail = List.copyOf(trail);
    }

    /** One that somebody should act on; {@link #warning} makes it milder. */
    public static Failure of(Category category, String what) {
        return new Failure(category, Severity.ERROR, what, "", false, Origin.UNKNOWN, null, List.of());
    }

    public Failure warning() {
        return new Failure(category, Severity.WARNING, what, project, ofProject, origin, cause, trail);
    }

    /** It struck this project. */
    public Failure in(String configuredProject) {
        return new Failure(category, severity, what, configuredProject, ofProject, origin, cause, trail);
    }

    /** This project's events or settings are the reason. */
    public Failure blaming(String configuredProject) {
        return new Failure(category, severity, what, configuredProject, true, origin, cause, trail);
    }

    public Failure from(Origin where) {
        return new Failure(category, severity, what, project, ofProject, where, cause, trail);
    }

    public Failure because(Throwable thrown) {
        return new Failure(category, severity, what, project, ofProject, origin, thrown, trail);
    }

    public Failure after(List<Crumb> steps) {
        return new Failure(category, severity, what, project, ofProject, origin, cause, steps);
    }
}
