package dev.sluice.report;

import dev.sluice.dedup.DedupBackend;
import dev.sluice.delivery.BatchOutcome;
import dev.sluice.ledger.Balance;
import dev.sluice.ledger.Balance.Account;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.spool.Spool;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Writes {@code /metrics}. The books come from one snapshot for each scrape, so the five outcomes add up to received in
 * every answer, which separate gauges and counters could not promise. No label holds a value from an event.
 */
final class SluiceCollector extends Collector {
    /** The reason of events that ended before this start, or that nobody gave a reason for. */
    private static final String UNRECORDED = "unrecorded";

    private final Balance balance;
    private final Spool spool;
    private final SluiceMetrics metrics;
    private final InstantSource clock;

    SluiceCollector(Balance balance, Spool spool, SluiceMetrics metrics, InstantSource clock) {
        this.balance = balance;
        this.spool = spool;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>();
        addBooks(families, BooksInForce.snapshot(balance, spool));
        addStages(families);
        addSpool(families, spool.status());
        return families;
    }

    private static void addBooks(List<MetricFamilySamples> families, Map<String, Account> accounts) {
        families.add(perProject("received", "Events received.", accounts, Account::received));
        families.add(perProject(
                "delivered",
                "Events PostHog has taken.",
                accounts,
                a -> a.outcomes().delivered()));
        families.add(perProject(
                "duplicate",
                "Events dropped as duplicates.",
                accounts,
                a -> a.outcomes().duplicate()));
        CounterMetricFamily rejected = perReason("rejected", "Events that were not accepted.");
        CounterMetricFamily dead = perReason("dead_lettered", "Events put aside.");
        GaugeMetricFamily pending = new GaugeMetricFamily(
                "sluice_events_pending", "Events stored and not delivered yet.", List.of("project"));
        accounts.forEach((project, account) -> {
            addReasons(
                    rejected,
                    project,
                    account.reasons().rejected(),
                    account.outcomes().rejected());
            addReasons(
                    dead,
                    project,
                    account.reasons().deadLettered(),
                    account.outcomes().deadLettered());
            pending.addMetric(List.of(project), account.pending());
        });
        families.add(rejected);
        families.add(dead);
        families.add(pending);
    }

    private static CounterMetricFamily perProject(
            String name, String help, Map<String, Account> accounts, ToLongFunction<Account> number) {
        CounterMetricFamily family = new CounterMetricFamily("sluice_events_" + name, help, List.of("project"));
        accounts.forEach((project, account) -> family.addMetric(List.of(project), number.applyAsLong(account)));
        return family;
    }

    private static CounterMetricFamily perReason(String name, String help) {
        return new CounterMetricFamily("sluice_events_" + name, help, List.of("project", "reason"));
    }

    private static <R extends Enum<R>> void addReasons(
            CounterMetricFamily family, String project, Map<R, Long> reasons, long total) {
        long told = 0;
        for (Map.Entry<R, Long> entry : reasons.entrySet()) {
            family.addMetric(List.of(project, SluiceMetrics.label(entry.getKey())), entry.getValue());
            told += entry.getValue();
        }
        family.addMetric(List.of(project, UNRECORDED), Math.max(0, total - told));
    }

    private void addStages(List<MetricFamilySamples> families) {
        families.add(histogram("sluice_capture_seconds", "From a request's body to its answer.", metrics.capture()));
        families.add(
                histogram("sluice_delivery_seconds", "From sending a batch to PostHog's answer.", metrics.delivery()));
        CounterMetricFamily batches =
                new CounterMetricFamily("sluice_delivery_batches", "Batches sent upstream.", List.of("outcome"));
        for (BatchOutcome outcome : BatchOutcome.values()) {
            batches.addMetric(List.of(SluiceMetrics.label(outcome)), metrics.batches(outcome));
        }
        families.add(batches);
        CounterMetricFamily redactions =
                new CounterMetricFamily("sluice_redactions", "What the firewall replaced.", List.of("kind", "action"));
        for (Kind kind : Kind.values()) {
            for (Action action : Action.values()) {
                long times = metrics.redactions(kind, action);
                if (times > 0) {
                    redactions.addMetric(List.of(kind.label(), action.label()), times);
                }
            }
        }
        families.add(redactions);
        CounterMetricFamily reloads = new CounterMetricFamily(
                "sluice_config_reloads", "Changed configuration files looked at.", List.of("outcome"));
        reloads.addMetric(List.of("applied"), metrics.reloadsApplied());
        reloads.addMetric(List.of("rejected"), metrics.reloadsRejected());
        families.add(reloads);
        families.add(gauge(
                "sluice_config_current",
                "0 while the configuration file is wrong or away and the one before it stays in force.",
                metrics.isConfigurationCurrent() ? 1 : 0));
        families.add(gauge("sluice_circuit_open", "1 while delivery holds back.", metrics.isCircuitOpen() ? 1 : 0));
        families.add(gauge("sluice_delivery_in_flight", "Requests to PostHog under way.", metrics.requestsInFlight()));
        families.add(gauge(
                "sluice_delivery_in_flight_limit",
                "Requests to PostHog that may be under way; follows how it answers.",
                metrics.requestsAllowed()));
        GaugeMetricFamily dedup =
                new GaugeMetricFamily("sluice_dedup_backend", "1 for the duplicate check in use.", List.of("backend"));
        DedupBackend inUse = metrics.dedupBackend();
        for (DedupBackend backend : DedupBackend.values()) {
            dedup.addMetric(List.of(SluiceMetrics.label(backend)), backend == inUse ? 1 : 0);
        }
        families.add(dedup);
    }

    private void addSpool(List<MetricFamilySamples> families, Spool.Status status) {
        families.add(gauge("sluice_spool_bytes", "Size of the spool on disk.", status.bytes()));
        families.add(gauge(
                "sluice_oldest_pending_seconds",
                "Age of the oldest event that is stored and not delivered.",
                Age.oldestPendingSeconds(status, clock)));
    }

    private static MetricFamilySamples gauge(String name, String help, double value) {
        return new GaugeMetricFamily(name, help, value);
    }

    private static MetricFamilySamples histogram(String name, String help, Latency latency) {
        double[] borders = latency.bordersSeconds();
        long[] cumulative = latency.cumulative();
        double sum = latency.sumSeconds();
        List<MetricFamilySamples.Sample> samples = new ArrayList<>();
        for (int i = 0; i < cumulative.length; i++) {
            double border = i < borders.length ? borders[i] : Double.POSITIVE_INFINITY;
            samples.add(new MetricFamilySamples.Sample(
                    name + "_bucket", List.of("le"), List.of(doubleToGoString(border)), cumulative[i]));
        }
        samples.add(new MetricFamilySamples.Sample(
                name + "_count", List.of(), List.of(), cumulative[cumulative.length - 1]));
        samples.add(new MetricFamilySamples.Sample(name + "_sum", List.of(), List.of(), sum));
        return new MetricFamilySamples(name, Type.HISTOGRAM, help, samples);
    }
}
