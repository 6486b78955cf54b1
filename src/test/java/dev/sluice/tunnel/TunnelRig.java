package dev.sluice.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.SentryDsn;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.PseudonymKey;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.policy.IpPolicy;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The tunnel from a body to a stored envelope, without HTTP. */
final class TunnelRig {
    static final String PROJECT = "shop";
    final RecordingStore store = new RecordingStore();
    final TunnelFigures figures = new TunnelFigures();
    final EventScrubber scrubber = newScrubber();
    private final EnvelopeIntake intake;

    TunnelRig(TunnelRules rules) {
        Destinations destinations =
                Destinations.of(List.of(SentryDsn.parse(SentryCaptures.DSN).orElseThrow()), dsn -> PROJECT);
        intake = new EnvelopeIntake(destinations, rules, store, figures, findings -> {}, scrubber, new SecureRandom());
    }

    TunnelRig() {
        this(TunnelRules.USUAL);
    }

    static TunnelRules rules(boolean attachments, boolean replays, IpPolicy visitorIp) {
        return new TunnelRules(attachments, replays, visitorIp, 1 << 20, List.of());
    }

    static EventScrubber newScrubber() {
        return new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), IpPolicy.TRUNCATE);
    }

    TunnelReceipt send(byte[] envelope) throws TunnelRefusal {
        return send(envelope, null, null);
    }

    TunnelReceipt send(String envelope) throws TunnelRefusal {
        return send(envelope.getBytes(UTF_8));
    }

    TunnelReceipt send(byte[] envelope, @Nullable String session, @Nullable String person) throws TunnelRefusal {
        return accept(new TunnelRequest(envelope, null, Optional.empty(), "Mozilla/5.0", session, person, "", 0));
    }

    TunnelReceipt accept(TunnelRequest request) throws TunnelRefusal {
        try {
            return intake.accept(request).toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TunnelRefusal refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    /** An envelope with the right header and these items, each with its header as one line and its payload as another. */
    static String envelope(String... lines) {
        return "{\"event_id\":\"b873df11f13b4f38bd9116b6ae978f16\",\"dsn\":\"" + SentryCaptures.DSN + "\"}\n"
                + String.join("\n", lines);
    }

    /** The payload of the first item that is stored. */
    String payload() {
        return new String(
                SentryRules.read(store.only().bytes(), true).items().getFirst().payload(), UTF_8);
    }
}
