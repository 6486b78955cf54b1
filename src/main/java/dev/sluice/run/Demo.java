package dev.sluice.run;

import dev.sluice.demo.StandInPostHog;
import dev.sluice.project.DemoMode;
import dev.sluice.project.DemoProjects;
import jakarta.inject.Singleton;

/** Starts the stand-in for PostHog where there is no project to deliver to. */
@Singleton
final class Demo {
    private final DemoMode mode;
    private final StandInPostHog standIn;
    private final DemoProjects projects;

    Demo(DemoMode mode, StandInPostHog standIn, DemoProjects projects) {
        this.mode = mode;
        this.standIn = standIn;
        this.projects = projects;
    }

    void startIfWanted() {
        if (mode.enabled()) {
            projects.standInListensAt(standIn.start());
        }
    }
}
