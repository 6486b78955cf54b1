package dev.sluice.run;

import dev.sluice.config.SluiceConfig;
import dev.sluice.report.SluiceMetrics;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.SelfCheck;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Kind;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The first stages of a start: what must hold before anything is opened. */
@Singleton
final class Groundwork {
    private final SluiceConfig config;
    private final Instance<ProjectChoice> projectChoice;
    private final Instance<PolicyChoice> policies;
    private final Instance<PseudonymKey> pseudonymKey;
    private final Instance<Demo> demo;
    private final SluiceMetrics figures;

    Groundwork(
            SluiceConfig config,
            Instance<ProjectChoice> projectChoice,
            Instance<PolicyChoice> policies,
            Instance<PseudonymKey> pseudonymKey,
            Instance<Demo> demo,
            SluiceMetrics figures) {
        this.config = config;
        this.projectChoice = projectChoice;
        this.policies = policies;
        this.pseudonymKey = pseudonymKey;
        this.demo = demo;
        this.figures = figures;
    }

    List<Stage> stages() {
        return List.of(
                Stage.onStart("data directory", () -> DataDirectory.open(config.dataDir())),
                Stage.onStart("projects", () -> projectChoice.get().source()),
                new Stage(
                        "policy",
                        () -> policies.get().start(figures),
                        () -> policies.get().stop()),
                Stage.onStart("firewall", Groundwork::checkFirewall),
                Stage.onStart("demo", () -> demo.get().startIfWanted()),
                Stage.onStart("pseudonym key", () -> KeyFingerprint.compare(pseudonymKey.get(), config.dataDir())));
    }

    private static void checkFirewall() {
        // With a key of its own: what takes a value's place does not matter here.
        var pseudonyms =
                new Pseudonyms(new dev.sluice.scrub.PseudonymKey(new byte[dev.sluice.scrub.PseudonymKey.MIN_BYTES]));
        refuseIfAnySurvives(SelfCheck.survivors(new EventScrubber(pseudonyms, IpPolicy.DROP)));
    }

    static void refuseIfAnySurvives(Set<Kind> survivors) {
        if (!survivors.isEmpty()) {
            throw new IllegalStateException(
                    "The firewall fails its self-check, so nothing is accepted: values of these kinds got through it: "
                            + survivors.stream().map(Kind::label).collect(Collectors.joining(", "))
                            + ". This build is broken; use another one.");
        }
    }
}
