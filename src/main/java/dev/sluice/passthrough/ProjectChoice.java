package dev.sluice.passthrough;

import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Which project a lookup is for. */
final class ProjectChoice {
    private final Supplier<Projects> projects;

    ProjectChoice(Supplier<Projects> projects) {
        this.projects = projects;
    }

    /** By its token; a lookup that names none, as scripts do, is for the only project there is. */
    Project of(Optional<String> token) throws Refusal {
        Projects current = projects.get();
        if (token.isPresent()) {
            return current.byToken(token.get()).orElseThrow(Refusal::unknownToken);
        }
        List<Project> all = current.all();
        if (all.size() != 1) {
            throw Refusal.unknownToken();
        }
        return all.getFirst();
    }

    /**
     * For {@code /static/*} and {@code /site_app/*}: the scripts are PostHog's, the same for every project on a host, so the
     * first one will do.
     */
    Project any() throws Refusal {
        return projects.get().all().stream().findFirst().orElseThrow(Refusal::unknownToken);
    }
}
