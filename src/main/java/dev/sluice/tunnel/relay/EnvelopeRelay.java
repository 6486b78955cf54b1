package dev.sluice.tunnel.relay;

import dev.sluice.dedup.LocalSeenIds;
import dev.sluice.delivery.DeliveryListener;
import dev.sluice.delivery.DeliveryLoop;
import dev.sluice.delivery.SharedCircuits;
import dev.sluice.event.Lane;
import dev.sluice.event.SafeEvent;
import dev.sluice.ledger.Balance;
import dev.sluice.ledger.Ledger;
import dev.sluice.report.Component;
import dev.sluice.spool.Frame;
import dev.sluice.spool.FramePacker;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.spool.local.LocalSpool;
import dev.sluice.tunnel.Destination;
import dev.sluice.tunnel.Destinations;
import dev.sluice.tunnel.EnvelopeStore;
import dev.sluice.tunnel.LimitsInForce;
import dev.sluice.tunnel.SafeEnvelope;
import io.quarkus.logging.Log;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The second half of the tunnel: keeps envelopes in a log of its own and sends them to Sentry, again and again until it has
 * them, does not want them, or they are too old. The log is in the data directory and bounded whatever {@code SLUICE_SPOOL}
 * is: a Sentry that is away must never take room from events. Trouble with it is the tunnel's alone. Thread-safe.
 */
public final class EnvelopeRelay implements EnvelopeStore {
    private final Path directory;
    private final boolean fsync;
    private final RelayOptions options;
    private final Destinations destinations;
    private final InstantSource clock;
    private final SentryClient client;
    private final FramePacker packer = new FramePacker();
    private final RelayCounts counts = new RelayCounts();
    private final Map<String, SentryLimits> limits = new ConcurrentHashMap<>();
    private volatile @Nullable Running running;

    /**
     * @param directory for the log and what else the tunnel remembers
     * @param fsync whether {@link #append} waits for the disk
     * @param vertx stays open
     * @param version of the gateway
     */
    public EnvelopeRelay(
            Path directory,
            boolean fsync,
            RelayOptions options,
            Destinations destinations,
            Vertx vertx,
            String version,
            InstantSource clock) {
        this.directory = directory;
        this.fsync = fsync;
        this.options = options;
        this.destinations = destinations;
        this.clock = clock;
        this.client = new SentryClient(vertx, version, options.timeout());
        destinations.all().forEach(destination -> counts.open(destination.name()));
    }

    /** Opens the log and sends what an earlier run left in it. Where that fails the tunnel takes nothing; nothing else is touched. */
    public synchronized void start() {
        if (running != null) {
            throw new IllegalStateException("the relay is started once");
        }
        LocalSpool log = new LocalSpool(directory.resolve("log"), fsync, options.maxBytes(), clock, options.log());
        try {
            log.start();
        } catch (UncheckedIOException e) {
            Log.warnf(
                    "tunnel: %s cannot be used (%s), so no envelope is taken. Events are not affected. Make it a directory that"
                            + " this process may write to and no other process has, and start again",
                    directory, String.valueOf(e.getMessage()));
            return;
        }
        log.onLoss((destination, envelopes) -> counts.ended(destination, RelayOutcome.DAMAGED, envelopes));
        LocalSeenIds repeats = LocalSeenIds.open(directory, options.repeats(), options.remembered(), clock);
        DeliveryLoop loop = new DeliveryLoop(
                log,
                repeats,
                () -> new SentryProjects(destinations),
                new SentryUpstream(destinations, this::limitsOf, client, counts, options.oldest(), clock),
                SharedCircuits.NONE,
                new NoLetters(),
                // The books of events are about events.
                new Balance(),
                Ledger.NONE,
                DeliveryListener.NONE,
                options.delivery(),
                clock);
        running = new Running(log, repeats, loop);
        loop.start();
    }

    /** Requests under way may end within that time; what is not sent then is sent after the next start. */
    public synchronized void stop(Duration patience) {
        Running parts = running;
        running = null;
        if (parts != null) {
            try {
                parts.loop.stop(patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            parts.log.close();
            parts.repeats.close();
        }
        client.close();
        packer.close();
    }

    @Override
    public CompletionStage<Void> append(SafeEnvelope envelope) {
        Running parts = running;
        if (parts == null) {
            return CompletableFuture.failedFuture(new SpoolUnavailableException("the tunnel's log is not open"));
        }
        SafeEvent stored = new SafeEvent(
                StoredEnvelope.encode(envelope), envelope.id(), envelope.key(), Lane.ENVELOPES, 0, "\"\"", 0, "");
        List<Frame> frames =
                packer.pack(envelope.destination().name(), envelope.receivedAtMillis(), List.of(stored)).stream()
                        .map(frame -> frame.from(envelope.origin()))
                        .toList();
        return parts.log.append(frames);
    }

    @Override
    public LimitsInForce limits(Destination destination) {
        return limitsOf(destination.name()).inForce();
    }

    /** Of the log; not writable while it is not open. */
    public Spool.Status status() {
        Running parts = running;
        return parts == null ? new Spool.Status(false, "the tunnel's log is not open", 0, 0, 0) : parts.log.status();
    }

    /** Whether envelopes are taken, and Sentry answers, as far as is known. */
    public Component.State state() {
        Running parts = running;
        if (parts == null || !parts.log.status().writable()) {
            return Component.State.ERROR;
        }
        return switch (parts.loop.status().posthog()) {
            case OK -> Component.State.OK;
            case ERROR -> Component.State.ERROR;
            case UNKNOWN -> Component.State.UNKNOWN;
        };
    }

    RelayCounts counts() {
        return counts;
    }

    private SentryLimits limitsOf(String destination) {
        return limits.computeIfAbsent(destination, _ -> new SentryLimits(clock));
    }

    private record Running(LocalSpool log, LocalSeenIds repeats, DeliveryLoop loop) {}
}
