package dev.sluice.run;

import dev.sluice.config.SluiceConfig;
import dev.sluice.config.SluiceConfig.Durability;
import dev.sluice.dedup.NodeId;
import dev.sluice.spool.Spool;
import dev.sluice.spool.local.LocalSpool;
import dev.sluice.spool.local.LocalSpoolOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Decides which engine makes a 200 safe, and opens it. */
@Singleton
final class SpoolChoice {
    private final SluiceConfig config;
    private final InstantSource clock;

    SpoolChoice(SluiceConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Opened, with what the last run left in it. */
    @Produces
    @Singleton
    Spool spool() {
        return switch (config.spool()) {
            case LOCAL -> local();
            case POSTGRES -> throw new UnsupportedOperationException("postgres");
            case KAFKA -> throw new UnsupportedOperationException("kafka");
        };
    }

    /** Whose ordinals name the owner of a claim: those of this data directory, or those that all replicas share. */
    NodeId owner() {
        return switch (config.spool()) {
            case LOCAL -> NodeId.in(config.dataDir());
            case POSTGRES, KAFKA -> throw new UnsupportedOperationException("shared spool");
        };
    }

    private Spool local() {
        LocalSpool spool = new LocalSpool(
                config.dataDir().resolve("spool"),
                config.durability() == Durability.FSYNC,
                config.spoolMaxBytes().map(size -> size.asLongValue()).orElse(0L),
                clock,
                LocalSpoolOptions.DEFAULTS);
        spool.start();
        return spool;
    }
}
