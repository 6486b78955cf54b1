package dev.sluice.run;

import dev.sluice.dedup.LayeredSeenIds;
import dev.sluice.delivery.DeliveryLoop;
import dev.sluice.report.Component;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What delivery and the duplicate check know of PostHog and Redis, in the words of {@code /health}. */
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
