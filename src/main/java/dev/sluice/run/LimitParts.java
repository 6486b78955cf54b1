package dev.sluice.run;

import dev.sluice.config.SluiceConfig;
import dev.sluice.config.SluiceFile;
import dev.sluice.fanout.EventFanout;
import dev.sluice.limit.LimitsReader;
import dev.sluice.limit.RateLimits;
import dev.sluice.limit.SharedCounts;
import io.quarkus.arc.InjectableInstance;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What stands beside the journey: limits before it, and who is told of what was accepted. */
@Singleton
final class LimitParts {
    /** @throws dev.sluice.config.ConfigurationException if the file says something that cannot be done */
    @Produces
    @Singleton
    RateLimits rateLimits(SluiceConfig config) {
        return new RateLimits(LimitsReader.read(SluiceFile.of(config)));
    }

    /** Empty where no Redis is configured. */
    @Produces
    @Singleton
    Optional<SharedCounts> sharedCounts(
            RateLimits limits,
            InjectableInstance<Redis> redis,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String clientType) {
        if (!redis.getHandle().getBean().isActive()) {
            return Optional.empty();
        }
        return Optional.of(new SharedCounts(limits, () -> redis.get().getDelegate(), "cluster".equals(clientType)));
    }

    void close(@Disposes Optional<SharedCounts> counts) {
        counts.ifPresent(SharedCounts::close);
    }

    @Produces
    @Singleton
    EventFanout fanout(InjectableInstance<Redis> redis) {
        return redis.getHandle().getBean().isActive()
                ? EventFanout.through(() -> redis.get().getDelegate())
                : EventFanout.off();
    }

    void close(@Disposes EventFanout fanout) {
        fanout.close();
    }
}
