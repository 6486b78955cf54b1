package dev.sluice.run;

import dev.sluice.config.FilePolicies;
import dev.sluice.config.PolicyReload;
import dev.sluice.config.SluiceConfig;
import dev.sluice.config.SluiceFile;
import dev.sluice.failure.FailureListener;
import dev.sluice.limit.LimitsReader;
import dev.sluice.limit.RateLimits;
import dev.sluice.project.ProjectList;
import dev.sluice.report.SluiceMetrics;
import dev.sluice.scrub.policy.LivePolicies;
import dev.sluice.tunnel.TunnelConfiguration;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes the policy from the configuration file, and keeps to the file while it changes. */
@Singleton
final class PolicyChoice {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final LivePolicies policies;
    private final Optional<PolicyReload> reload;

    /** @throws dev.sluice.config.ConfigurationException if the file says something that cannot be done */
    PolicyChoice(SluiceConfig config, RateLimits limits, FailureListener failures) {
        Optional<SluiceFile> file = SluiceFile.of(config);
        policies = new LivePolicies(FilePolicies.of(file, config.ipPolicy()));
        Consumer<SluiceFile> otherParts = changed -> {
            ProjectList.check(changed, config);
            TunnelConfiguration.check(changed, config);
            // Last, when nothing of the file can be wrong any more.
            limits.replace(LimitsReader.read(Optional.of(changed)));
        };
        reload = file.map(start -> new PolicyReload(start, config.ipPolicy(), policies, otherParts, failures));
    }

    @Produces
    @Singleton
    LivePolicies policies() {
        return policies;
    }

    /** Who watches the file, if there is one. */
    Optional<PolicyReload> reload() {
        return reload;
    }

    void start(SluiceMetrics figures) {
        reload.ifPresent(watched -> {
            figures.reloads(watched::applied, watched::rejected, watched::isCurrent);
            watched.start(INTERVAL);
        });
    }

    void stop() {
        reload.ifPresent(PolicyReload::close);
    }
}
