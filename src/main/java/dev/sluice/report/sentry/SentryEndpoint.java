package dev.sluice.report.sentry;

import dev.sluice.config.BuildVersion;
import dev.sluice.config.SentryDsn;
import io.sentry.ISerializer;
import io.sentry.JsonSerializer;
import io.sentry.SentryEnvelope;
import io.sentry.SentryEnvelopeHeader;
import io.sentry.SentryEnvelopeItem;
import io.sentry.SentryOptions;
import io.sentry.protocol.SdkVersion;
import io.sentry.protocol.SentryId;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends single envelopes to the address of a DSN and waits for the answer. Unlike the SDK it keeps nothing for later: a sign
 * of life that arrives when the life has changed is a lie, and a queue of them would push errors out of the SDK's bounded
 * cache. Thread-safe.
 */
public final class SentryEndpoint {
    private static final String CLIENT = "sluice/" + BuildVersion.number();

    private final SentryDsn dsn;
    private final String environment;
    private final String release;
    private final Post post;
    private final ISerializer serializer = new JsonSerializer(SentryOptions.empty());

    /**
     * @param release what the operator set; the build's version otherwise
     */
    public SentryEndpoint(SentryDsn dsn, String environment, Optional<String> release) {
        this.dsn = dsn;
        this.environment = environment;
        this.release = BuildVersion.release(release);
        this.post = new Post(dsn.publicKey());
    }

    public String environment() {
        return environment;
    }

    public String release() {
        return release;
    }

    /**
     * One envelope with one item.
     *
     * @param id of the event; none for an item that is no event
     */
    public SentryAnswer send(@Nullable SentryId id, Function<ISerializer, SentryEnvelopeItem> item) {
        SentryEnvelopeHeader header = new SentryEnvelopeHeader(id, new SdkVersion("sluice", BuildVersion.number()));
        header.setSentAt(Date.from(Instant.now()));
        byte[] body = bytes(new SentryEnvelope(header, List.of(item.apply(serializer))));
        return post.send(
                URI.create(dsn.base() + "/api/" + dsn.project() + "/envelope/"),
                "application/x-sentry-envelope",
                "Sentry sentry_version=7, sentry_key=" + dsn.publicKey() + ", sentry_client=" + CLIENT,
                body);
    }

    private byte[] bytes(SentryEnvelope envelope) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            serializer.serialize(envelope, out);
        } catch (Exception e) { // the signature says no less; it writes into memory
            throw new IllegalStateException("an envelope could not be written", e);
        }
        return out.toByteArray();
    }
}
