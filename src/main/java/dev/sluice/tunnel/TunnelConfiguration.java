package dev.sluice.tunnel;

import dev.sluice.config.ConfigurationException;
import dev.sluice.config.SentryDsn;
import dev.sluice.config.SluiceConfig;
import dev.sluice.config.SluiceFile;
import dev.sluice.project.DemoProjects;
import dev.sluice.project.Project;
import dev.sluice.project.ProjectList;
import dev.sluice.tunnel.TunnelRules.DsnOfProject;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads which DSNs the tunnel relays, and whose policy holds for each. */
@Singleton
public final class TunnelConfiguration {
    private final TunnelRules rules;
    private final Destinations destinations;

    /** @throws ConfigurationException if the environment or the file says something that cannot be done */
    public TunnelConfiguration(SluiceConfig config) {
        rules = TunnelRules.read(SluiceFile.of(config));
        destinations = destinations(config, rules);
    }

    @Produces
    @Singleton
    Destinations destinations() {
        return destinations;
    }

    @Produces
    @Singleton
    TunnelRules rules() {
        return rules;
    }

    /** Throws like the constructor where a changed file would be wrong; what it says counts from the next start on. */
    public static void check(SluiceFile file, SluiceConfig config) {
        var _ = destinations(config, TunnelRules.read(Optional.of(file)));
    }

    private static Destinations destinations(SluiceConfig config, TunnelRules rules) {
        List<SentryDsn> dsns = config.tunnelDsns().orElse(List.of()).stream()
                .map(text -> SentryDsn.parse(text)
                        .orElseThrow(() -> new ConfigurationException(
                                "SLUICE_TUNNEL_DSNS holds something that is no DSN (not shown)")))
                .toList();
        if (dsns.isEmpty() && rules.projects().isEmpty()) {
            return Destinations.of(List.of(), dsn -> DemoProjects.NAME);
        }
        List<String> known =
                ProjectList.of(config).projects().stream().map(Project::name).toList();
        Map<String, String> named = new HashMap<>();
        for (DsnOfProject entry : rules.projects()) {
            String normal = SentryDsn.parse(entry.dsn())
                    .map(Destinations::normal)
                    .filter(text -> dsns.stream().map(Destinations::normal).anyMatch(text::equals))
                    .orElseThrow(() ->
                            entry.entry().complaintAbout("dsn", "this DSN is not among those of SLUICE_TUNNEL_DSNS"));
            if (!known.contains(entry.project())) {
                throw entry.entry().complaintAbout("project", "there is no project of this name");
            }
            if (named.put(normal, entry.project()) != null) {
                throw entry.entry().complaintAbout("dsn", "another entry is about the same DSN");
            }
        }
        return Destinations.of(dsns, dsn -> project(named.get(Destinations.normal(dsn)), known, dsns.indexOf(dsn)));
    }

    private static String project(@Nullable String named, List<String> known, int index) {
        if (named != null) {
            return named;
        }
        if (known.size() > 1) {
            throw new ConfigurationException(
                    "SLUICE_TUNNEL_DSNS: nothing says which project's policy and pseudonyms hold for" + " DSN number "
                            + (index + 1) + "; name its project under tunnel: dsns: in sluice.yaml");
        }
        return known.isEmpty() ? DemoProjects.NAME : known.getFirst();
    }
}
