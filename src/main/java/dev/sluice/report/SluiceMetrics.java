package dev.sluice.report;

import dev.sluice.dedup.DedupBackend;
import dev.sluice.delivery.BatchOutcome;
import dev.sluice.delivery.DeliveryListener;
import dev.sluice.scrub.Findings;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where the stages of the journey say what {@code /metrics} shows beside the books. Safe for any thread, and cheap enough
 * to be called for every request.
 */
@Singleton
public final class SluiceMetrics implements DeliveryListener {
    private final Latency capture =
            new Latency(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5);
    private final Latency delivery = new Latency(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);
    private final LongAdder[] batches = new LongAdder[BatchOutcome.values().length];
    private final LongAdder[][] redactions = new LongAdder[Kind.values().length][Action.values().length];
    private volatile BooleanSupplier circuitOpen = () -> false;
    private volatile IntSupplier requestsInFlight = () -> 0;
    private volatile IntSupplier requestsAllowed = () -> 0;
    private volatile LongSupplier reloadsApplied = () -> 0;
    private volatile LongSupplier reloadsRejected = () -> 0;
    private volatile BooleanSupplier configurationCurrent = () -> true;
    private volatile Supplier<DedupBackend> dedupBackend = () -> DedupBackend.IN_PROCESS;

    public SluiceMetrics() {
        Arrays.setAll(batches, outcome -> new LongAdder());
        for (LongAdder[] actions : redactions) {
            Arrays.setAll(actions, action -> new LongAdder());
        }
    }

    /** A capture request was answered, so long after its body had arrived. */
    public void captured(long nanos) {
        capture.record(nanos);
    }

    @Override
    public void requestEnded(String project, BatchOutcome outcome, Duration took) {
        batches[outcome.ordinal()].increment();
        delivery.record(took.toNanos());
    }

    /** The firewall has finished a document. */
    public void scrubbed(Findings findings) {
        if (findings.total() == 0) {
            return;
        }
        for (Kind kind : Kind.values()) {
            for (Action action : Action.values()) {
                int times = findings.of(kind, action);
                if (times > 0) {
                    redactions[kind.ordinal()][action.ordinal()].add(times);
                }
            }
        }
    }

    /** Whether delivery holds back because PostHog does not answer; asked at each scrape. */
    public void circuit(BooleanSupplier open) {
        circuitOpen = open;
    }

    /** Requests to PostHog under way, and how many may be; asked at each scrape. */
    public void requests(IntSupplier inFlight, IntSupplier allowed) {
        requestsInFlight = inFlight;
        requestsAllowed = allowed;
    }

    /** How often a changed configuration was taken and was not, and whether the one in force is that of the file. */
    public void reloads(LongSupplier applied, LongSupplier rejected, BooleanSupplier current) {
        reloadsApplied = applied;
        reloadsRejected = rejected;
        configurationCurrent = current;
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
        return batches[outcome.ordinal()].sum();
    }

    long redactions(Kind kind, Action action) {
        return redactions[kind.ordinal()][action.ordinal()].sum();
    }

    long reloadsApplied() {
        return reloadsApplied.getAsLong();
    }

    long reloadsRejected() {
        return reloadsRejected.getAsLong();
    }

    boolean isConfigurationCurrent() {
        return configurationCurrent.getAsBoolean();
    }

    int requestsInFlight() {
        return requestsInFlight.getAsInt();
    }

    int requestsAllowed() {
        return requestsAllowed.getAsInt();
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
}
