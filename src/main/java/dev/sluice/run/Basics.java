package dev.sluice.run;

import dev.sluice.config.SluiceConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What every stage needs and no stage owns. */
@Singleton
final class Basics {
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    PseudonymKey pseudonymKey(SluiceConfig config) {
        DataDirectory.open(config.dataDir());
        return PseudonymKey.of(config.pseudonymKey(), config.dataDir());
    }
}
