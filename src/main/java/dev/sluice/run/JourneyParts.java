package dev.sluice.run;

import dev.sluice.config.BuildVersion;
import dev.sluice.config.SluiceConfig;
import dev.sluice.deadletter.DeadLetters;
import dev.sluice.dedup.LayeredSeenIds;
import dev.sluice.dedup.LocalSeenIds;
import dev.sluice.dedup.RedisSeenIds;
import dev.sluice.delivery.DeliveryListener;
import dev.sluice.delivery.DeliveryLoop;
import dev.sluice.delivery.DeliveryOptions;
import dev.sluice.delivery.PostHogClient;
import dev.sluice.delivery.RedisCircuits;
import dev.sluice.delivery.SharedCircuits;
import dev.sluice.ledger.Balance;
import dev.sluice.ledger.Ledger;
import dev.sluice.project.Projects;
import dev.sluice.report.DeliveryTrail;
import dev.sluice.report.SluiceMetrics;
import dev.sluice.spool.Spool;
import dev.sluice.trace.Tracing;
import io.quarkus.arc.InjectableInstance;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the duplicate check and delivery, each on what the configuration chose for its role. */
@Singleton
final class JourneyParts {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    @Produces
    @Singleton
    LocalSeenIds localSeenIds(SluiceConfig config, InstantSource clock) {
        return LocalSeenIds.open(config.dataDir(), config.dedupWindow(), LocalSeenIds.DEFAULT_CAPACITY, clock);
    }

    void close(@Disposes LocalSeenIds seenIds) {
        seenIds.close();
    }

    @Produces
    @Singleton
    LayeredSeenIds seenIds(SluiceConfig config, LocalSeenIds local, Optional<RedisSeenIds> redis) {
        if (config.spool() != SluiceConfig.SpoolKind.LOCAL) {
            return redis.map(shared -> LayeredSeenIds.sharedOfCommon(local, shared))
                    .orElseGet(() -> LayeredSeenIds.inProcessOfCommon(local));
        }
        return redis.map(shared -> LayeredSeenIds.shared(local, shared))
                .orElseGet(() -> LayeredSeenIds.inProcess(local));
    }

    /** Empty where no Redis is configured. */
    @Produces
    @Singleton
    Optional<RedisSeenIds> redisSeenIds(
            SluiceConfig config,
            SpoolChoice spools,
            InjectableInstance<Redis> redis,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String clientType,
            Tracing tracing) {
        if (!redis.getHandle().getBean().isActive()) {
            return Optional.empty();
        }
        RedisSeenIds seenIds = new RedisSeenIds(
                () -> redis.get().getDelegate(),
                spools.owner(),
                config.dedupWindow(),
                "cluster".equals(clientType),
                tracing);
        seenIds.start();
        return Optional.of(seenIds);
    }

    void close(@Disposes Optional<RedisSeenIds> redis) {
        redis.ifPresent(RedisSeenIds::close);
    }

    @Produces
    @Singleton
    PostHogClient postHogClient(Vertx vertx, InstantSource clock) {
        return new PostHogClient(vertx, BuildVersion.number(), REQUEST_TIMEOUT, clock);
    }

    void close(@Disposes PostHogClient client) {
        client.close();
    }

    /** Replicas share a Redis or do not know of each other. */
    @Produces
    @Singleton
    SharedCircuits circuits(InjectableInstance<Redis> redis, Instance<Projects> projects) {
        if (!redis.getHandle().getBean().isActive()) {
            return SharedCircuits.NONE;
        }
        return new RedisCircuits(
                () -> redis.get().getDelegate(),
                projects::get,
                DeliveryOptions.DEFAULT,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    @Produces
    @Singleton
    DeliveryLoop deliveryLoop(
            Spool spool,
            LayeredSeenIds seenIds,
            Instance<Projects> projects,
            PostHogClient client,
            SharedCircuits circuits,
            DeadLetters deadLetters,
            Balance balance,
            Ledger ledger,
            SluiceMetrics metrics,
            DeliveryTrail trail,
            Tracing tracing,
            InstantSource clock) {
        return new DeliveryLoop(
                spool,
                seenIds,
                projects::get,
                client,
                circuits,
                deadLetters,
                balance,
                ledger,
                DeliveryListener.both(metrics, trail),
                DeliveryOptions.DEFAULT,
                clock,
                tracing);
    }
}
