package dev.sluice.run;

import dev.sluice.dedup.LayeredSeenIds;
import dev.sluice.delivery.DeliveryLoop;
import dev.sluice.report.Component;
import dev.sluice.spool.Spool;
import dev.sluice.spool.kafka.KafkaSpool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What delivery, the duplicate check and the spool know of PostHog, Redis and Kafka, in the words of {@code /health}. */
@Singleton
final class Neighbours {
    @Produces
    @Singleton
    PostHog postHog(DeliveryLoop delivery) {
        return new PostHog(delivery);
    }

    @Produces
    @Singleton
    Redis redis(LayeredSeenIds seenIds) {
        return new Redis(seenIds);
    }

    @Produces
    @Singleton
    Kafka kafka(Spool spool) {
        return new Kafka(spool instanceof KafkaSpool kafka ? Optional.of(kafka) : Optional.empty());
    }

    record Kafka(Optional<KafkaSpool> spool) implements Component {
        @Override
        public Dependency dependency() {
            return Dependency.KAFKA;
        }

        @Override
        public State state() {
            return spool.map(kafka -> kafka.isAnswered() ? State.OK : State.ERROR)
                    .orElse(State.DISABLED);
        }
    }

    record PostHog(DeliveryLoop delivery) implements Component {
        @Override
        public Dependency dependency() {
            return Dependency.POSTHOG;
        }

        @Override
        public State state() {
            return switch (delivery.status().posthog()) {
                case OK -> State.OK;
                case ERROR -> State.ERROR;
                case UNKNOWN -> State.UNKNOWN;
            };
        }
    }

    record Redis(LayeredSeenIds seenIds) implements Component {
        @Override
        public Dependency dependency() {
            return Dependency.REDIS;
        }

        @Override
        public State state() {
            return switch (seenIds.redisState()) {
                case OK -> State.OK;
                case ERROR -> State.ERROR;
                case DISABLED -> State.DISABLED;
            };
        }
    }
}
