package dev.sluice.scrub.policy;

import java.util.Map;

/**
 * The policies of one configuration. Immutable.
 *
 * @param everywhere for projects that have none of their own
 */
public record PolicySet(ProjectPolicy everywhere, Map<String, ProjectPolicy> byProject) implements Policies {
    public PolicySet {
        byProject = Map.copyOf(byProject);
    }

    @Override
    public ProjectPolicy of(String project) {
        return byProject.getOrDefault(project, everywhere);
    }
}
