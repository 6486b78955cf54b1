package dev.sluice.run;

import dev.sluice.config.SluiceConfig;
import dev.sluice.config.SluiceConfig.Durability;
import dev.sluice.dedup.NodeId;
import dev.sluice.spool.Spool;
import dev.sluice.spool.local.LocalSpool;
import dev.sluice.spool.local.LocalSpoolOptions;
import dev.sluice.spool.postgres.PostgresSpool;
import dev.sluice.spool.postgres.PostgresSpoolOptions;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.InjectableInstance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Decides which engine makes a 200 safe, and opens it. */
@Singleton
final class SpoolChoice {
    private final SluiceConfig config;
    private final InstantSource clock;
    private final InjectableInstance<AgroalDataSource> dataSource;

    SpoolChoice(SluiceConfig config, InstantSource clock, InjectableInstance<AgroalDataSource> dataSource) {
        this.config = config;
        this.clock = clock;
        this.dataSource = dataSource;
    }

    /** Opened, with what the last run left in it. */
    @Produces
    @Singleton
    Spool spool() {
        return switch (config.spool()) {
            case LOCAL -> local();
            case POSTGRES -> postgres();
            case KAFKA -> throw new UnsupportedOperationException("kafka");
        };
    }

    /** Whose ordinals name the owner of a claim: those of this data directory, or those that all replicas share. */
    NodeId owner() {
        return switch (config.spool()) {
            case LOCAL -> NodeId.in(config.dataDir());
            // The same for all replicas, since each may redeliver what another claimed.
            case POSTGRES -> new NodeId(0x706f737467726573L);
            case KAFKA -> throw new UnsupportedOperationException("kafka");
        };
    }

    private Spool postgres() {
        PostgresSpool spool = new PostgresSpool(dataSource.get(), maxBytes(), PostgresSpoolOptions.DEFAULTS);
        spool.start();
        return spool;
    }

    private long maxBytes() {
        return config.spoolMaxBytes().map(size -> size.asLongValue()).orElse(0L);
    }

    private Spool local() {
        LocalSpool spool = new LocalSpool(
                config.dataDir().resolve("spool"),
                config.durability() == Durability.FSYNC,
                maxBytes(),
                clock,
                LocalSpoolOptions.DEFAULTS);
        spool.start();
        return spool;
    }
}
