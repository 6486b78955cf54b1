package dev.sluice.capture;

import dev.sluice.deadletter.DeadLetters;
import dev.sluice.project.Projects;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.PseudonymKey;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.spool.Spool;
import dev.sluice.spool.local.LocalSpool;
import dev.sluice.spool.local.LocalSpoolOptions;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;

/** What the capture path needs of others, each giving way to the real bean where there is one. */
final class CaptureTestBeans {

    @Produces
    @Singleton
    @DefaultBean
    Projects projects() {
        return OneProject.withToken(OneProject.TOKEN);
    }

    @Produces
    @Singleton
    @DefaultBean
    Spool spool() throws IOException {
        LocalSpool spool = new LocalSpool(
                Files.createTempDirectory("spool"), true, 0, InstantSource.system(), LocalSpoolOptions.DEFAULTS);
        spool.start();
        return spool;
    }

    void close(@Disposes Spool spool) {
        spool.close();
    }

    @Produces
    @Singleton
    @DefaultBean
    DeadLetters deadLetters() {
        return new RecordingLetters();
    }

    @Produces
    @Dependent
    @DefaultBean
    EventScrubber scrubber() {
        return new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), IpPolicy.TRUNCATE);
    }

    @Produces
    @Singleton
    @DefaultBean
    ContentKey contentKey() {
        return new ContentKey(new byte[32]);
    }

    @Produces
    @Singleton
    @DefaultBean
    InstantSource clock() {
        return InstantSource.system();
    }
}
