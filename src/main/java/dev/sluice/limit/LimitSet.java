package dev.sluice.limit;

import java.util.Map;

/** The limits of the configuration. An immutable view: a reload makes a new one. */
public final class LimitSet {
    /** Nothing is limited. */
    public static final LimitSet NONE = new LimitSet(ProjectLimits.NONE, Map.of());

    private final ProjectLimits everywhere;
    private final Map<String, ProjectLimits> byProject;
    private final boolean none;

    /** @param everywhere for each project without limits of its own, not for all of them together */
    LimitSet(ProjectLimits everywhere, Map<String, ProjectLimits> byProject) {
        this.everywhere = everywhere;
        this.byProject = Map.copyOf(byProject);
        none = everywhere.isNone() && byProject.values().stream().allMatch(ProjectLimits::isNone);
    }

    ProjectLimits of(String project) {
        return byProject.getOrDefault(project, everywhere);
    }

    boolean isNone() {
        return none;
    }
}
