package dev.sluice.tunnel.relay;

import dev.sluice.delivery.DamagedFrameException;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.Delivery.Delivered;
import dev.sluice.delivery.Delivery.Dropped;
import dev.sluice.delivery.Delivery.Trouble;
import dev.sluice.delivery.Delivery.TryLater;
import dev.sluice.delivery.RetryAfter;
import dev.sluice.delivery.Shipment;
import dev.sluice.delivery.Upstream;
import dev.sluice.spool.RareLog;
import dev.sluice.tunnel.Destination;
import dev.sluice.tunnel.Destinations;
import dev.sluice.tunnel.MalformedEnvelopeException;
import io.quarkus.logging.Log;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Sends stored envelopes to Sentry, one at a time. What Sentry does not want has its end with that: nobody looks at a refused
 * envelope later, so there are no dead letters. Nothing of Sentry's own trouble is reported to Sentry: it is a warning in the log and
 * a number on {@code /metrics}. Thread-safe; {@link #send} waits, for virtual threads.
 */
final class SentryUpstream implements Upstream {
    /** Bytes of envelopes, before compression, that are in memory for being sent. One may exceed it by itself. */
    private static final int MEMORY = 32 << 20;
    /** After an answer that only an operator can change. */
    private static final Duration MISCONFIGURED = Duration.ofSeconds(30);

    private final Destinations destinations;
    private final Function<String, SentryLimits> limits;
    private final SentryClient client;
    private final RelayCounts counts;
    private final Duration oldest;
    private final InstantSource clock;
    private final Semaphore memory = new Semaphore(MEMORY);
    private final RareLog refusals = new RareLog();
    private final RareLog expiries = new RareLog();
    private final RareLog damages = new RareLog();

    /**
     * @param limits of a destination, by its name
     * @param client stays open; the caller closes it
     * @param oldest what was received longer ago is not sent any more
     */
    SentryUpstream(
            Destinations destinations,
            Function<String, SentryLimits> limits,
            SentryClient client,
            RelayCounts counts,
            Duration oldest,
            InstantSource clock) {
        this.destinations = destinations;
        this.limits = limits;
        this.client = client;
        this.counts = counts;
        this.oldest = oldest;
        this.clock = clock;
    }

    @Override
    public Delivery send(Shipment shipment) throws InterruptedException {
        String name = shipment.project().name();
        if (clock.millis() - shipment.receivedAtMillis() > oldest.toMillis()) {
            return dropped(
                    name, RelayOutcome.EXPIRED, expiries, "it could not be sent for " + oldest.toHours() + " hours");
        }
        Optional<Destination> destination = destinations.byName(name);
        if (destination.isEmpty()) {
            return new TryLater(
                    MISCONFIGURED,
                    Trouble.PROJECT,
                    "its DSN is not in SLUICE_TUNNEL_DSNS any more; nothing is sent there");
        }
        int bytes = (int) Math.min(MEMORY, shipment.rawBytes());
        memory.acquire(bytes);
        try {
            return send(shipment, destination.get());
        } finally {
            memory.release(bytes);
        }
    }

    private Delivery send(Shipment shipment, Destination destination) throws InterruptedException {
        SentryLimits known = limits.apply(destination.name());
        try {
            StoredEnvelope envelope = StoredEnvelope.decode(shipment.firstEvent());
            WantedItems wanted = WantedItems.of(envelope.bytes(), known.inForce());
            if (wanted.isEmpty()) {
                counts.leftOut(wanted.leftOut());
                counts.ended(destination.name(), RelayOutcome.LIMITED, 1);
                return new Dropped();
            }
            HttpResponse<Void> answer = client.send(destination, envelope, wanted.bytes());
            known.hear(answer.headers().getAll("X-Sentry-Rate-Limits"));
            Delivery meaning = meaning(destination.name(), known, answer);
            if (meaning instanceof Delivered) {
                counts.leftOut(wanted.leftOut());
            }
            return meaning;
        } catch (DamagedFrameException | MalformedEnvelopeException e) {
            return dropped(destination.name(), RelayOutcome.DAMAGED, damages, "its stored bytes are damaged");
        } catch (IOException e) {
            return new TryLater(Duration.ZERO, Trouble.UPSTREAM, String.valueOf(e.getMessage()));
        }
    }

    /** What an answer means; reference of Sentry, sections 2.6 and 2.7, and what Relay answers (its request_meta.rs). */
    private Delivery meaning(String destination, SentryLimits known, HttpResponse<Void> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            counts.ended(destination, RelayOutcome.SENT, 1);
            return new Delivered(status);
        }
        Duration retryAfter = RetryAfter.parse(answer.getHeader("Retry-After"), clock.instant());
        return switch (status) {
            case 429 -> {
                // Sentry has counted it, and would count it again if it came again.
                if (answer.getHeader("X-Sentry-Rate-Limits") == null) {
                    known.limitAll(retryAfter.isPositive() ? retryAfter : SentryLimits.USUAL);
                }
                counts.ended(destination, RelayOutcome.LIMITED, 1);
                yield new Delivered(status);
            }
            case 408, 425 -> new TryLater(retryAfter, Trouble.UPSTREAM, "Sentry answered " + status);
            case 401, 403, 404 ->
                new TryLater(
                        MISCONFIGURED,
                        Trouble.PROJECT,
                        "Sentry answered " + status + ": check the DSN in SLUICE_TUNNEL_DSNS");
            default -> {
                if (status >= 400 && status < 500) {
                    counts.ended(destination, RelayOutcome.REFUSED, 1);
                    warn(destination, refusals, "Sentry answered " + status);
                    yield new Delivered(status);
                }
                // A redirect is no answer of Sentry's: something stands in between, or the address is wrong.
                yield status < 500
                        ? new TryLater(MISCONFIGURED, Trouble.PROJECT, "Sentry answered " + status)
                        : new TryLater(retryAfter, Trouble.UPSTREAM, "Sentry answered " + status);
            }
        };
    }

    private Delivery dropped(String destination, RelayOutcome outcome, RareLog log, String why) {
        counts.ended(destination, outcome, 1);
        warn(destination, log, why);
        return new Dropped();
    }

    private static void warn(String destination, RareLog log, String why) {
        if (log.permits()) {
            Log.warnf(
                    "tunnel: an envelope for %s is dropped: %s; sluice_tunnel_relayed_total counts them",
                    destination, why);
        }
    }
}
