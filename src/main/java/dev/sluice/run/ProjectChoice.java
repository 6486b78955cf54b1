package dev.sluice.run;

import dev.sluice.config.ConfigurationException;
import dev.sluice.config.SluiceConfig;
import dev.sluice.project.ConfiguredProjects;
import dev.sluice.project.DemoMode;
import dev.sluice.project.DemoProjects;
import dev.sluice.project.ProjectList;
import dev.sluice.project.Projects;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

/** Decides between the configured projects and the demo. */
@Singleton
final class ProjectChoice {
    static final String WHAT_TO_SET =
            "set POSTHOG_API_KEY to the token of your project (phc_…), or name projects in sluice.yaml (SLUICE_CONFIG)";

    private final ProjectList list;
    private final DemoMode demo;
    private final DemoProjects demoProjects = new DemoProjects();

    /**
     * @throws ConfigurationException if there is no project and the installation allows no demo, or the file is wrong
     */
    ProjectChoice(SluiceConfig config) {
        list = ProjectList.of(config);
        demo = new DemoMode(list.projects().isEmpty());
        if (demo.enabled() && !config.demo().enabled()) {
            throw new ConfigurationException("There is no project that events could be delivered to: " + WHAT_TO_SET);
        }
    }

    ProjectList.Source source() {
        return list.source();
    }

    @Produces
    @Singleton
    Projects projects() {
        return demo.enabled() ? demoProjects : new ConfiguredProjects(list.projects());
    }

    /** For the stand-in, which says where it listens. */
    @Produces
    @Singleton
    @Typed(DemoProjects.class)
    DemoProjects demoProjects() {
        return demoProjects;
    }

    @Produces
    @Singleton
    DemoMode demoMode() {
        return demo;
    }
}
