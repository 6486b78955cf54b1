package dev.sluice.report;

import dev.sluice.fanout.EventFanout;
import dev.sluice.ledger.Balance;
import dev.sluice.limit.RateLimits;
import dev.sluice.spool.Spool;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts the gateway's own numbers beside those of Micrometer. */
@Singleton
public final class MetricsRegistration {
    private final PrometheusMeterRegistry registry;
    private final SluiceCollector collector;
    private final TrafficCollector traffic;

    public MetricsRegistration(
            PrometheusMeterRegistry registry,
            Balance balance,
            Spool spool,
            SluiceMetrics metrics,
            RateLimits limits,
            EventFanout fanout,
            InstantSource clock) {
        this.registry = registry;
        this.collector = new SluiceCollector(balance, spool, metrics, clock);
        this.traffic = new TrafficCollector(limits, fanout);
    }

    public void register() {
        registry.getPrometheusRegistry().register(collector);
        registry.getPrometheusRegistry().register(traffic);
    }

    /** In tests and in dev mode one process starts the application several times. */
    public void unregister() {
        registry.getPrometheusRegistry().unregister(collector);
        registry.getPrometheusRegistry().unregister(traffic);
    }
}
