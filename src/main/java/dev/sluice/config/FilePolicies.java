package dev.sluice.config;

import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.PolicyDraft;
import dev.sluice.scrub.policy.PolicySet;
import dev.sluice.scrub.policy.ProjectPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policies of a configuration file: what {@code scrub:} says at its top for all projects, and after it what
 * {@code scrub:} says in one project.
 */
public final class FilePolicies {
    private FilePolicies() {}

    /**
     * @param ip what becomes of visitors' addresses where the file does not say
     * @throws ConfigurationException if the file says something that cannot be done
     */
    public static PolicySet of(Optional<SluiceFile> file, IpPolicy ip) {
        Optional<FileSection> root = file.flatMap(SluiceFile::root);
        Optional<FileSection> general = root.flatMap(section -> section.section("scrub"));
        Map<String, ProjectPolicy> byProject = new HashMap<>();
        root.ifPresent(section -> section.sections("projects", "a project")
                .forEach(project -> project.section("scrub")
                        .ifPresent(own -> byProject.put(project.requiredText("name"), policy(general, own, ip)))));
        ProjectPolicy everywhere =
                general.map(own -> policy(Optional.empty(), own, ip)).orElseGet(() -> ProjectPolicy.usual(ip));
        return new PolicySet(everywhere, byProject);
    }

    /** What a file says of what is reloaded, by the name of each part of it. */
    static Map<String, String> outline(SluiceFile file) {
        Map<String, String> parts = new HashMap<>();
        file.root().ifPresent(root -> {
            outlines("", root, parts);
            root.sections("projects", "a project")
                    .forEach(project -> outlines(project.requiredText("name") + ".", project, parts));
        });
        return parts;
    }

    private static void outlines(String prefix, FileSection section, Map<String, String> parts) {
        for (String reloaded : List.of("scrub", "limits")) {
            section.section(reloaded).ifPresent(own -> outline(prefix + reloaded, own, parts));
        }
    }

    private static void outline(String name, FileSection scrub, Map<String, String> parts) {
        scrub.names().forEach(key -> parts.put(name + "." + key, scrub.outline(key)));
    }

    private static ProjectPolicy policy(Optional<FileSection> general, FileSection own, IpPolicy ip) {
        PolicyDraft draft = new PolicyDraft(ip);
        general.ifPresent(section -> PolicyReader.read(section, draft));
        PolicyReader.read(own, draft);
        try {
            return draft.policy();
        } catch (IllegalArgumentException e) {
            throw own.complaint(String.valueOf(e.getMessage()));
        }
    }
}
