package dev.sluice.passthrough;

import dev.sluice.capture.BodyBudget;
import dev.sluice.capture.Visitors;
import dev.sluice.project.Projects;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.policy.Policies;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts the parts of the pass-through together. */
@Singleton
final class Wiring {
    private static final long CACHE_BYTES = 32L << 20;
    private static final int CACHE_ENTRY_BYTES = 4 << 20;
    /** Bodies of lookups may take one part in so many of the heap together. */
    private static final int BODIES_SHARE = 16;

    @Produces
    @Singleton
    Upstream upstream(Vertx vertx) {
        return new Upstream(vertx);
    }

    void close(@Disposes Upstream upstream) {
        upstream.close();
    }

    @Produces
    @Singleton
    Lookups lookups(
            Vertx vertx,
            Instance<Projects> projects,
            Instance<Pseudonyms> pseudonyms,
            Instance<Policies> policies,
            Visitors visitors,
            Upstream upstream) {
        ProjectChoice choice = new ProjectChoice(projects::get);
        DocumentFirewall firewall =
                new DocumentFirewall(() -> new EventScrubber(pseudonyms.get(), policies.get())::scanDocument);
        LookupQuery queries = new LookupQuery(firewall);
        SharedAnswers answers =
                new SharedAnswers(new AnswerCache(CACHE_BYTES, CACHE_ENTRY_BYTES), InstantSource.system());
        return new Lookups(
                new SharedLookups(choice, upstream, answers, queries),
                new PersonalLookups(
                        vertx,
                        choice,
                        upstream,
                        firewall,
                        queries,
                        new CaptureEncodings(),
                        visitors::address,
                        new BodyBudget(Runtime.getRuntime().maxMemory() / BODIES_SHARE)));
    }
}
