package dev.sluice.run;

import dev.sluice.config.SluiceConfig;
import dev.sluice.config.SluiceConfig.Durability;
import dev.sluice.dedup.NodeId;
import dev.sluice.ledger.Balance;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.kafka.KafkaAddress;
import dev.sluice.spool.kafka.KafkaSpool;
import dev.sluice.spool.kafka.KafkaSpoolOptions;
import dev.sluice.spool.local.LocalSpool;
import dev.sluice.spool.local.LocalSpoolOptions;
import dev.sluice.spool.postgres.PostgresSpool;
import dev.sluice.spool.postgres.PostgresSpoolOptions;
import dev.sluice.trace.Tracing;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.InjectableInstance;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Decides which engine makes a 200 safe, and opens it. */
@Singleton
final class SpoolChoice {
    private final SluiceConfig config;
    private final InstantSource clock;
    private final Balance balance;
    private final Tracing tracing;
    private final InjectableInstance<AgroalDataSource> dataSource;
    private final Instance<Map<String, Object>> kafkaSettings;

    SpoolChoice(
            SluiceConfig config,
            InstantSource clock,
            Balance balance,
            Tracing tracing,
            InjectableInstance<AgroalDataSource> dataSource,
            @Identifier("default-kafka-broker") Instance<Map<String, Object>> kafkaSettings) {
        this.config = config;
        this.clock = clock;
        this.balance = balance;
        this.tracing = tracing;
        this.dataSource = dataSource;
        this.kafkaSettings = kafkaSettings;
    }

    /** Opened, with what the last run left in it. */
    @Produces
    @Singleton
    Spool spool() {
        return switch (config.spool()) {
            case LOCAL -> local();
            case POSTGRES -> postgres();
            case KAFKA -> kafka();
        };
    }

    /**
     * Whose ordinals name the owner of a claim: those of this data directory, or those of a shared spool. The latter is the same
     * for all replicas, since each may deliver what another one claimed.
     */
    NodeId owner() {
        return switch (config.spool()) {
            case LOCAL -> NodeId.in(config.dataDir());
            case POSTGRES -> new NodeId(0x706f737467726573L);
            case KAFKA -> new NodeId(KafkaSpool.owner(kafkaAddress()));
        };
    }

    private Spool postgres() {
        PostgresSpool spool = new PostgresSpool(dataSource.get(), maxBytes(), PostgresSpoolOptions.DEFAULTS, tracing);
        spool.start();
        return spool;
    }

    private Spool kafka() {
        KafkaSpool spool = new KafkaSpool(
                kafkaAddress(),
                KafkaSpoolOptions.DEFAULTS,
                maxBytes(),
                (project, events) -> balance.received(project, events, Outcomes.NONE));
        spool.start();
        return spool;
    }

    /** {@code KAFKA_…} variables other than the brokers are Kafka's own settings; its group id is the name of the spool. */
    private KafkaAddress kafkaAddress() {
        Map<String, Object> settings = new HashMap<>(kafkaSettings.get());
        settings.remove("brokers");
        settings.remove("bootstrap.servers");
        Object name = settings.remove("group.id");
        String instance = "sluice-"
                + HexFormat.of().toHexDigits(NodeId.in(config.dataDir()).value());
        return new KafkaAddress(
                config.kafka().brokers().orElseThrow(), name == null ? "sluice" : name.toString(), instance, settings);
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

    /** 0 for no bound. */
    private long maxBytes() {
        return config.spoolMaxBytes().map(size -> size.asLongValue()).orElse(0L);
    }
}
