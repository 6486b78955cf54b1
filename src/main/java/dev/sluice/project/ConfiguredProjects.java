package dev.sluice.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A fixed list of projects, with distinct names and tokens. */
public final class ConfiguredProjects implements Projects {
    private final List<Project> all;
    private final Map<String, Project> byToken;
    private final Map<String, Project> byName;

    public ConfiguredProjects(List<Project> projects) {
        all = List.copyOf(projects);
        byToken = all.stream().collect(Collectors.toUnmodifiableMap(Project::token, Function.identity()));
        byName = all.stream().collect(Collectors.toUnmodifiableMap(Project::name, Function.identity()));
    }

    @Override
    public Optional<Project> byToken(String token) {
        return Optional.ofNullable(byToken.get(token));
    }

    @Override
    public Optional<Project> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public List<Project> all() {
        return all;
    }
}
