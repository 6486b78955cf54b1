package dev.sluice.project;

import dev.sluice.event.ProjectToken;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One project {@code demo} that takes any well-formed token, so that whoever tries the gateway need not configure a sender.
 * There is no project until the stand-in listens.
 */
public final class DemoProjects implements Projects {
    public static final String NAME = "demo";
    public static final String TOKEN = "phc_demo";

    private final AtomicReference<Optional<URI>> standIn = new AtomicReference<>(Optional.empty());

    /** Says where the stand-in for PostHog listens. */
    public void standInListensAt(URI address) {
        standIn.set(Optional.of(address));
    }

    @Override
    public Optional<Project> byToken(String token) {
        return ProjectToken.isWellFormed(token) ? project(token) : Optional.empty();
    }

    @Override
    public Optional<Project> byName(String name) {
        return name.equals(NAME) ? project(TOKEN) : Optional.empty();
    }

    @Override
    public List<Project> all() {
        return project(TOKEN).stream().toList();
    }

    private Optional<Project> project(String token) {
        return standIn.get().map(address -> new Project(NAME, token, address, address));
    }
}
