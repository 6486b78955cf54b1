package dev.sluice.limit;

import dev.sluice.config.FileSection;
import dev.sluice.config.SluiceFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code limits:} of the configuration file: at its top for each project, and in a project for that one. */
public final class LimitsReader {
    private static final String RATE = "events_per_second";
    private static final String BURST = "burst";
    private static final String SENDER = "per_sender";
    private static final String UNLIMITED = "unlimited";
    private static final double LEAST_RATE = 0.001;
    private static final double MOST = 1e9;
    /** Seconds at the full rate: a page that opens, or a queue that was held up, sends a lot at once. */
    private static final double USUAL_BURST_SECONDS = 10;

    private LimitsReader() {}

    /**
     * What this file says; no limits where there is none.
     *
     * @throws dev.sluice.config.ConfigurationException if it says something that cannot be done
     */
    public static LimitSet read(Optional<SluiceFile> file) {
        Optional<FileSection> root = file.flatMap(SluiceFile::root);
        ProjectLimits everywhere = root.flatMap(section -> section.section("limits"))
                .map(section -> limits(section, ProjectLimits.NONE))
                .orElse(ProjectLimits.NONE);
        Map<String, ProjectLimits> byProject = new HashMap<>();
        root.ifPresent(section -> section.sections("projects", "a project")
                .forEach(project -> project.section("limits")
                        .ifPresent(own -> byProject.put(project.requiredText("name"), limits(own, everywhere)))));
        return new LimitSet(everywhere, byProject);
    }

    private static ProjectLimits limits(FileSection section, ProjectLimits otherwise) {
        section.allowOnly(Set.of(RATE, BURST, SENDER));
        Rate sender = section.section(SENDER)
                .map(own -> rate(own.allowOnly(Set.of(RATE, BURST)), otherwise.sender()))
                .orElse(otherwise.sender());
        return new ProjectLimits(rate(section, otherwise.project()), sender);
    }

    /** A rate and its burst are one thing: neither is taken from elsewhere without the other. */
    private static Rate rate(FileSection section, Rate otherwise) {
        Optional<String> text = section.text(RATE);
        if (text.isEmpty()) {
            section.text(BURST).ifPresent(_ -> {
                throw section.complaintAbout(BURST, "\"burst\" says nothing without \"events_per_second\" beside it");
            });
            return otherwise;
        }
        if (text.get().equals(UNLIMITED)) {
            return Rate.UNLIMITED;
        }
        double perSecond = number(section, RATE, text.get(), LEAST_RATE, "a number from 0.001 on, or unlimited");
        double burst = section.text(BURST)
                .map(found -> number(section, BURST, found, 1, "a number from 1 on"))
                .orElse(Math.max(1, perSecond * USUAL_BURST_SECONDS));
        return new Rate(perSecond, burst);
    }

    private static double number(FileSection section, String key, String text, double least, String takes) {
        try {
            double number = Double.parseDouble(text);
            if (number >= least && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is out of bounds.
        }
        throw section.complaintAbout(key, "\"" + key + "\" takes " + takes);
    }
}
