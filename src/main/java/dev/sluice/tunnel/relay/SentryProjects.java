package dev.sluice.tunnel.relay;

import dev.sluice.config.SentryDsn;
import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import dev.sluice.tunnel.Destination;
import dev.sluice.tunnel.Destinations;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What delivery takes for projects: the destinations. There is one for every name, also for a DSN that was taken out of the
 * configuration, so that its envelopes come by and are seen to be too old some day.
 */
final class SentryProjects implements Projects {
    private static final URI NOWHERE = URI.create("");

    private final Destinations destinations;

    SentryProjects(Destinations destinations) {
        this.destinations = destinations;
    }

    @Override
    public Optional<Project> byToken(String token) {
        return Optional.empty();
    }

    @Override
    public Optional<Project> byName(String name) {
        URI host = destinations
                .byName(name)
                .map(Destination::dsn)
                .map(SentryDsn::base)
                .map(URI::create)
                .orElse(NOWHERE);
        return Optional.of(new Project(name, "", host, host));
    }

    @Override
    public List<Project> all() {
        return destinations.all().stream()
                .flatMap(destination -> byName(destination.name()).stream())
                .toList();
    }
}
