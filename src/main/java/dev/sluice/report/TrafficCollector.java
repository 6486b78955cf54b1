package dev.sluice.report;

import dev.sluice.fanout.EventFanout;
import dev.sluice.limit.RateLimits;
import dev.sluice.limit.Scope;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import java.util.List;

/** What became of requests before the journey, and of those who listen beside it. No label holds a value from an event. */
final class TrafficCollector extends Collector {
    private final RateLimits limits;
    private final EventFanout fanout;

    TrafficCollector(RateLimits limits, EventFanout fanout) {
        this.limits = limits;
        this.fanout = fanout;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        CounterMetricFamily limited = new CounterMetricFamily(
                "sluice_rate_limited",
                "Requests refused to keep to a limit; their events do not count as received.",
                List.of("project", "scope"));
        for (String project : limits.projects()) {
            for (Scope scope : Scope.values()) {
                limited.addMetric(List.of(project, scope.label()), limits.refused(project, scope));
            }
        }
        CounterMetricFamily told = new CounterMetricFamily(
                "sluice_fanout_events",
                "Accepted events, by whether Redis took their announcement.",
                List.of("outcome"));
        told.addMetric(List.of("published"), fanout.published());
        told.addMetric(List.of("dropped"), fanout.dropped());
        return List.of(limited, told);
    }
}
