package dev.sluice.tunnel;

import dev.sluice.tunnel.TunnelFigures.ItemOutcome;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tunnel's numbers, up to the stored envelope, for Prometheus. Types and outcomes come from closed lists. */
@Singleton
public final class TunnelCollector extends Collector {
    private final TunnelFigures figures;

    TunnelCollector(TunnelFigures figures) {
        this.figures = figures;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        CounterMetricFamily envelopes = new CounterMetricFamily(
                "sluice_tunnel_envelopes", "Requests to the tunnel, by what became of them.", List.of("outcome"));
        figures.forEachEnvelopeOutcome((outcome, count) -> envelopes.addMetric(List.of(outcome), count));
        CounterMetricFamily items = new CounterMetricFamily(
                "sluice_tunnel_items",
                "Items of Sentry envelopes, by what became of them.",
                List.of("type", "outcome"));
        List<String> types = new ArrayList<>(
                Arrays.stream(ItemType.values()).map(ItemType::label).toList());
        types.add(TunnelFigures.UNKNOWN_TYPE);
        for (String type : types) {
            for (ItemOutcome outcome : ItemOutcome.values()) {
                long count = figures.items(type, outcome);
                if (count > 0) {
                    items.addMetric(List.of(type, outcome.label()), count);
                }
            }
        }
        return List.of(envelopes, items);
    }
}
