package dev.sluice.capture;

import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A configuration with one project. */
record OneProject(Project project) implements Projects {
    static final String TOKEN = "phc_testgatewaytoken0000000000000000000000000000";

    static OneProject withToken(String token) {
        URI host = URI.create("http://127.0.0.1:9");
        return new OneProject(new Project("shop", token, host, host));
    }

    @Override
    public Optional<Project> byToken(String token) {
        return project.token().equals(token) ? Optional.of(project) : Optional.empty();
    }

    @Override
    public Optional<Project> byName(String name) {
        return project.name().equals(name) ? Optional.of(project) : Optional.empty();
    }

    @Override
    public List<Project> all() {
        return List.of(project);
    }
}
