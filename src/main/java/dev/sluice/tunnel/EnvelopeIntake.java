package dev.sluice.tunnel;

import dev.sluice.event.EventKey;
import dev.sluice.json.ByteSink;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.Findings;
import dev.sluice.scrub.ScrubFailedException;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.trace.Origin;
import dev.sluice.tunnel.EnvelopeReader.Parts;
import dev.sluice.tunnel.EnvelopeScrubber.Examined;
import dev.sluice.tunnel.TunnelFigures.ItemOutcome;
import dev.sluice.tunnel.TunnelRefusal.Reason;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** From a body to a stored envelope. Belongs to one thread, but what it answers may complete on another. */
final class EnvelopeIntake {
    private final Destinations destinations;
    private final TunnelRules rules;
    private final EnvelopeStore store;
    private final TunnelFigures figures;
    private final Consumer<Findings> redactions;
    private final EnvelopeBody body;
    private final EnvelopeScrubber scrubber;
    private final SenderWords sender;
    private final EnvelopeDigest digest;
    private final Findings findings = new Findings();

    EnvelopeIntake(
            Destinations destinations,
            TunnelRules rules,
            EnvelopeStore store,
            TunnelFigures figures,
            Consumer<Findings> redactions,
            EventScrubber scrubber,
            SecureRandom random) {
        this.destinations = destinations;
        this.rules = rules;
        this.store = store;
        this.figures = figures;
        this.redactions = redactions;
        body = new EnvelopeBody(rules.mostBytes());
        this.scrubber = new EnvelopeScrubber(scrubber, rules);
        sender = new SenderWords(scrubber);
        digest = new EnvelopeDigest(random);
    }

    /** Completes with the receipt; exceptionally with a {@link TunnelRefusal}, or whatever else went wrong. */
    CompletionStage<TunnelReceipt> accept(TunnelRequest request) throws TunnelRefusal {
        byte[] bytes = body.read(request.body(), request.contentEncoding());
        Parts envelope;
        try {
            envelope = EnvelopeReader.read(bytes);
        } catch (MalformedEnvelopeException e) {
            throw new TunnelRefusal(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
        Destination destination = destination(envelope.header());
        checkSize(envelope, bytes.length);
        return store(envelope, destination, request);
    }

    /** The header of the envelope, and nothing else, may name the DSN. */
    private Destination destination(HeaderLine header) throws TunnelRefusal {
        String dsn = header.text("dsn")
                .orElseThrow(() -> new TunnelRefusal(
                        Reason.MALFORMED,
                        "the header of the envelope names no dsn; the SDK writes it when tunnel is set"));
        return destinations
                .byDsn(dsn)
                .orElseThrow(() -> new TunnelRefusal(
                        Reason.UNKNOWN_DSN, "this dsn is not relayed; list it in SLUICE_TUNNEL_DSNS"));
    }

    private void checkSize(Parts envelope, int bytes) throws TunnelRefusal {
        boolean hasReplay = envelope.items().stream()
                .anyMatch(
                        item -> ItemType.of(item.type()).map(ItemType::isReplay).orElse(false));
        if (bytes > (hasReplay ? rules.mostBytes() : rules.maxEnvelope())) {
            throw new TunnelRefusal(
                    Reason.TOO_LARGE, "the envelope is larger than max_envelope of the tunnel's configuration");
        }
    }

    private CompletionStage<TunnelReceipt> store(Parts envelope, Destination destination, TunnelRequest request)
            throws TunnelRefusal {
        String project = destination.project();
        LimitsInForce limits = store.limits(destination);
        findings.clear();
        Stamps stamps = sender.stamps(request.session(), request.person(), project, findings);
        List<Examined> examined = scrubber.items(envelope, project, limits, stamps, findings);
        List<byte[]> kept =
                examined.stream().filter(Examined::isKept).map(Examined::safe).toList();
        String eventId = eventId(envelope.header());
        if (kept.isEmpty()) {
            count(examined);
            if (examined.stream().anyMatch(one -> one.outcome() == ItemOutcome.LIMITED)) {
                throw new TunnelRefusal(Reason.LIMITED, "Sentry takes none of these items at the moment", limits);
            }
            figures.empty();
            return CompletableFuture.completedStage(new TunnelReceipt(eventId, limits));
        }
        byte[] header = header(envelope.header(), project);
        EventKey key = digest.key(destination.name(), eventId, kept, isDistinct(examined));
        SafeEnvelope safe = new SafeEnvelope(
                destination,
                EnvelopeDigest.id(key),
                key,
                request.receivedAtMillis(),
                request.visitor(),
                sender.userAgent(request.userAgent(), project, findings),
                new Origin(request.requestId(), null),
                joined(header, kept));
        redactions.accept(findings);
        return store.append(safe).handle((done, failure) -> {
            if (failure != null) {
                throw new CompletionException(refused(failure));
            }
            count(examined);
            figures.stored();
            return new TunnelReceipt(eventId, store.limits(destination));
        });
    }

    private byte[] header(HeaderLine header, String project) throws TunnelRefusal {
        try {
            return scrubber.header(header, project, findings);
        } catch (ScrubFailedException e) {
            throw new TunnelRefusal(Reason.MALFORMED, "the header of the envelope cannot be searched");
        }
    }

    private static Throwable refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof SpoolUnavailableException
                ? new TunnelRefusal(Reason.STORAGE, "envelopes cannot be stored at the moment")
                : cause;
    }

    private void count(List<Examined> examined) {
        examined.forEach(one -> figures.item(one.type(), one.outcome()));
    }

    /** Whether something in it has an id of its own, so that an equal one is the same. */
    private static boolean isDistinct(List<Examined> examined) {
        return examined.stream()
                .filter(Examined::isKept)
                .map(Examined::type)
                .flatMap(Optional::stream)
                .anyMatch(type -> type != ItemType.CLIENT_REPORT && type != ItemType.SESSIONS);
    }

    private static byte[] joined(byte[] header, List<byte[]> items) {
        int length =
                header.length + 1 + items.stream().mapToInt(item -> item.length).sum();
        ByteSink out = new ByteSink(length);
        out.append(header).append((byte) '\n');
        items.forEach(out::append);
        return out.toByteArray();
    }

    /** As SDKs write it, with or without dashes; empty if it is anything else. */
    private static String eventId(HeaderLine header) {
        String id = header.text("event_id").orElse("").replace("-", "");
        return id.length() == 32 && id.chars().allMatch(HexFormat::isHexDigit) ? id : "";
    }
}
