package dev.sluice.run;

import dev.sluice.config.BuildVersion;
import dev.sluice.config.SluiceConfig;
import dev.sluice.config.SluiceConfig.Durability;
import dev.sluice.report.Component;
import dev.sluice.tunnel.Destinations;
import dev.sluice.tunnel.relay.EnvelopeRelay;
import dev.sluice.tunnel.relay.RelayCollector;
import dev.sluice.tunnel.relay.RelayOptions;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Makes the second half of the tunnel, starts it where there is a DSN to relay to, and stops it. */
@Singleton
final class TunnelParts {
    /** Requests to Sentry under way get no more of a stop than this: what is stored waits, and events matter more. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Instance<Destinations> destinations;
    private final Instance<EnvelopeRelay> relay;
    private final Instance<Collector> collectors;
    private final PrometheusMeterRegistry registry;
    private final Drain drain;

    TunnelParts(
            Instance<Destinations> destinations,
            Instance<EnvelopeRelay> relay,
            Instance<Collector> collectors,
            PrometheusMeterRegistry registry,
            Drain drain) {
        this.destinations = destinations;
        this.relay = relay;
        this.collectors = collectors;
        this.registry = registry;
        this.drain = drain;
    }

    @Produces
    @Singleton
    static EnvelopeRelay relay(
            SluiceConfig config, Instance<Destinations> destinations, Vertx vertx, InstantSource clock) {
        return new EnvelopeRelay(
                config.dataDir().resolve("tunnel"),
                config.durability() == Durability.FSYNC,
                RelayOptions.DEFAULTS.withMaxBytes(config.tunnelMaxBytes().asLongValue()),
                destinations.get(),
                vertx,
                BuildVersion.number(),
                clock);
    }

    @Produces
    @Singleton
    static RelayCollector collector(EnvelopeRelay relay, InstantSource clock) {
        return new RelayCollector(relay, clock);
    }

    @Produces
    @Singleton
    static Component component(Instance<Destinations> destinations, Instance<EnvelopeRelay> relay) {
        return new Component() {
            @Override
            public Dependency dependency() {
                return Dependency.TUNNEL;
            }

            @Override
            public State state() {
                return destinations.get().isEmpty()
                        ? State.DISABLED
                        : relay.get().state();
            }
        };
    }

    void start() {
        if (!destinations.get().isEmpty()) {
            relay.get().start();
            // All collectors that are beans are the tunnel's; those of the journey are MetricsRegistration's.
            collectors.forEach(registry.getPrometheusRegistry()::register);
        }
    }

    void stop() {
        if (!destinations.get().isEmpty()) {
            collectors.forEach(registry.getPrometheusRegistry()::unregister);
            Duration left = drain.leftForDelivery();
            relay.get().stop(left.compareTo(PATIENCE) < 0 ? left : PATIENCE);
        }
    }
}
