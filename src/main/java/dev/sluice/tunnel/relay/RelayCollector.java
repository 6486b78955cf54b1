package dev.sluice.tunnel.relay;

import dev.sluice.report.Age;
import dev.sluice.spool.Spool;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Puts the numbers of the tunnel's second half on {@code /metrics}. Labels are names of the configuration and closed sets. */
public final class RelayCollector extends Collector {
    private final EnvelopeRelay relay;
    private final InstantSource clock;

    public RelayCollector(EnvelopeRelay relay, InstantSource clock) {
        this.relay = relay;
        this.clock = clock;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        CounterMetricFamily relayed = new CounterMetricFamily(
                "sluice_tunnel_relayed", "Stored envelopes that had their end.", List.of("destination", "outcome"));
        relay.counts()
                .snapshot()
                .forEach((destination, outcomes) -> outcomes.forEach(
                        (outcome, number) -> relayed.addMetric(List.of(destination, outcome.label()), number)));
        Spool.Status status = relay.status();
        List<MetricFamilySamples> families = new ArrayList<>();
        families.add(relayed);
        families.add(new CounterMetricFamily(
                "sluice_tunnel_items_left_out",
                "Stored items that were not sent, because Sentry has a limit for them.",
                relay.counts().leftOut()));
        families.add(gauge("pending", "Envelopes stored and not sent yet.", status.pendingEvents()));
        families.add(gauge("spool_bytes", "Size of the tunnel's log on disk.", status.bytes()));
        families.add(gauge(
                "oldest_pending_seconds",
                "Age of the oldest envelope that waits.",
                Age.oldestPendingSeconds(status, clock)));
        return families;
    }

    private static MetricFamilySamples gauge(String name, String help, double value) {
        return new GaugeMetricFamily("sluice_tunnel_" + name, help, value);
    }
}
