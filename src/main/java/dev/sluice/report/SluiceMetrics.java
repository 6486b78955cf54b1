package dev.sluice.report;

import static java.util.Objects.requireNonNull;

import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Where the stages of the journey say what {@code /metrics} shows beside the books. Safe for any thread, and cheap enough
 * to be called for every request.
 */
@Singleton
public final class SluiceMetrics {
    private final Latency capture =
            new Latency(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5);
    private final Latency delivery = new Latency(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);
    private final Map<BatchOutcome, LongAdder> batches;
    private final Map<Redaction, LongAdder> redactions = new ConcurrentHashMap<>();
    private volatile BooleanSupplier circuitOpen = () -> false;
    private volatile Supplier<DedupBackend> dedupBackend = () -> DedupBackend.IN_PROCESS;

    public SluiceMetrics() {
        batches = Arrays.stream(BatchOutcome.values())
                .collect(Collectors.toUnmodifiableMap(Function.identity(), outcome -> new LongAdder()));
    }

    /** A capture request was answered, so long after its body had arrived. */
    public void captured(long nanos) {
        capture.record(nanos);
    }

    /** A batch was sent upstream, with this end, so long after it was sent. */
    public void delivered(BatchOutcome outcome, long nanos) {
        requireNonNull(batches.get(outcome)).increment();
        delivery.record(nanos);
    }

    /**
     * The firewall replaced something. Both words come from its own closed lists, never from an event.
     */
    public void redacted(Enum<?> kind, Enum<?> action, long times) {
        redactions
                .computeIfAbsent(new Redaction(label(kind), label(action)), redaction -> new LongAdder())
                .add(times);
    }

    /** Whether delivery holds back because PostHog does not answer; asked at each scrape. */
    public void circuit(BooleanSupplier open) {
        circuitOpen = open;
    }

    /** Which duplicate check is in use; asked at each scrape. */
    public void dedup(Supplier<DedupBackend> backend) {
        dedupBackend = backend;
    }

    Latency capture() {
        return capture;
    }

    Latency delivery() {
        return delivery;
    }

    long batches(BatchOutcome outcome) {
        return requireNonNull(batches.get(outcome)).sum();
    }

    Map<Redaction, LongAdder> redactions() {
        return redactions;
    }

    boolean isCircuitOpen() {
        return circuitOpen.getAsBoolean();
    }

    DedupBackend dedupBackend() {
        return dedupBackend.get();
    }

    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** How sending a batch ended. */
    public enum BatchOutcome {
        DELIVERED,
        /** To be sent again: not a loss. */
        TRY_LATER,
        REFUSED,
        TOO_LARGE
    }

    /** What finds duplicates. */
    public enum DedupBackend {
        IN_PROCESS,
        REDIS
    }

    record Redaction(String kind, String action) {}
}
