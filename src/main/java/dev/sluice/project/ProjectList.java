package dev.sluice.project;

import dev.sluice.config.ConfigurationException;
import dev.sluice.config.FileSection;
import dev.sluice.config.SluiceConfig;
import dev.sluice.config.SluiceFile;
import dev.sluice.event.ProjectToken;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads which projects are configured: those of the file, and the one of {@code POSTHOG_API_KEY} unless the file has its
 * token already.
 *
 * @param projects may be empty
 * @param source where they come from, for the line at start
 */
public record ProjectList(List<Project> projects, Source source) {
    private static final String DEFAULT_NAME = "default";
    private static final Set<String> KEYS =
            Set.of("name", "token", "host", "assets_host", "duplicates", "scrub", "limits");

    /** Where projects come from. */
    public enum Source {
        FILE("file"),
        ENVIRONMENT("environment"),
        NONE("none");

        private final String label;

        Source(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public ProjectList {
        projects = List.copyOf(projects);
    }

    /**
     * Reads what this configuration names.
     *
     * @throws ConfigurationException if the file or a value is wrong; the message says where
     */
    public static ProjectList of(SluiceConfig config) {
        List<Project> projects = new ArrayList<>(SluiceFile.of(config)
                .map(file -> fromFile(file, config.posthog()))
                .orElse(List.of()));
        Source source = projects.isEmpty() ? Source.ENVIRONMENT : Source.FILE;
        config.posthog()
                .apiKey()
                .filter(key ->
                        projects.stream().noneMatch(project -> project.token().equals(key)))
                .ifPresent(key -> projects.add(fromEnvironment(key, config.posthog(), projects)));
        return new ProjectList(projects, projects.isEmpty() ? Source.NONE : source);
    }

    /** Throws like {@link #of} where the projects of a changed file are wrong; they count from the next start on. */
    public static void check(SluiceFile file, SluiceConfig config) {
        var _ = fromFile(file, config.posthog());
    }

    static List<Project> fromFile(SluiceFile file, SluiceConfig.PostHog defaults) {
        List<Project> projects = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> tokens = new HashSet<>();
        file.root()
                .map(root -> root.allowOnly(Set.of("projects", "scrub", "limits", "tunnel"))
                        .sections("projects", "a project"))
                .orElse(List.of())
                .forEach(entry -> {
                    Project project = project(entry.allowOnly(KEYS), defaults);
                    if (!names.add(project.name())) {
                        throw entry.complaintAbout("name", "another project has the same name");
                    }
                    if (!tokens.add(project.token())) {
                        throw entry.complaintAbout("token", "another project has the same token");
                    }
                    projects.add(project);
                });
        return projects;
    }

    private static Project project(FileSection entry, SluiceConfig.PostHog defaults) {
        String name = entry.requiredText("name");
        String token = entry.requiredText("token");
        ProjectToken.problem(token).ifPresent(problem -> {
            throw entry.complaintAbout("token", "the token " + problem);
        });
        URI host = host(entry, "host").orElseGet(() -> Hosts.withoutSlash(defaults.host()));
        URI assetsHost = host(entry, "assets_host").orElseGet(() -> Hosts.assetsHostOf(host));
        List<SameEvents> sameEvents = sameEvents(entry);
        try {
            return new Project(name, token, host, assetsHost, sameEvents);
        } catch (IllegalArgumentException e) {
            throw entry.complaintAbout("name", String.valueOf(e.getMessage()));
        }
    }

    private static List<SameEvents> sameEvents(FileSection project) {
        List<SameEvents> rules = new ArrayList<>();
        Set<String> events = new HashSet<>();
        for (FileSection entry : project.sections("duplicates", "an entry of \"duplicates\"")) {
            entry.allowOnly(Set.of("event", "by"));
            if (!events.add(entry.requiredText("event"))) {
                throw entry.complaintAbout("event", "another entry is about the same event");
            }
            rules.add(sameEvent(entry));
        }
        return rules;
    }

    private static SameEvents sameEvent(FileSection entry) {
        String event = entry.requiredText("event");
        List<String> by = entry.texts("by");
        if (event.startsWith("$")) {
            throw entry.complaintAbout("event", "\"event\" must be none of PostHog's own, which begin with $");
        }
        try {
            return new SameEvents(event, by);
        } catch (IllegalArgumentException e) {
            throw entry.complaintAbout("by", "\"by\" " + e.getMessage());
        }
    }

    private static Optional<URI> host(FileSection entry, String key) {
        return entry.text(key).map(text -> {
            try {
                return Optional.of(new URI(text))
                        .filter(Hosts::isHost)
                        .map(Hosts::withoutSlash)
                        .orElseThrow(() -> noHost(entry, key));
            } catch (URISyntaxException e) {
                throw noHost(entry, key);
            }
        });
    }

    private static ConfigurationException noHost(FileSection entry, String key) {
        return entry.complaintAbout(
                key, "\"" + key + "\" must be the address of a host without a path, like https://us.i.posthog.com");
    }

    private static Project fromEnvironment(String key, SluiceConfig.PostHog config, List<Project> others) {
        if (others.stream().anyMatch(project -> project.name().equals(DEFAULT_NAME))) {
            throw new ConfigurationException(
                    "POSTHOG_API_KEY stands for the project \"default\", but the configuration file has one of that name with"
                            + " another token; take one of them out");
        }
        ProjectToken.problem(key).ifPresent(problem -> {
            throw new ConfigurationException("POSTHOG_API_KEY " + problem);
        });
        URI host = environmentHost("POSTHOG_HOST", config.host());
        URI assetsHost = config.assetsHost()
                .map(address -> environmentHost("POSTHOG_ASSETS_HOST", address))
                .orElseGet(() -> Hosts.assetsHostOf(host));
        return new Project(DEFAULT_NAME, key, host, assetsHost);
    }

    private static URI environmentHost(String variable, URI address) {
        if (!Hosts.isHost(address)) {
            throw new ConfigurationException(
                    variable + " must be the address of a host without a path, like https://us.i.posthog.com");
        }
        return Hosts.withoutSlash(address);
    }
}
