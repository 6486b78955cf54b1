package dev.sluice.tunnel.relay;

import dev.sluice.tunnel.Destination;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;

/**
 * Speaks Sentry's envelope endpoint. The address comes from the configuration alone and redirects are not followed, so nothing
 * else is ever contacted; of the browser's request only what a {@link StoredEnvelope} keeps leaves. Thread-safe;
 * {@link #send} waits, for virtual threads.
 */
final class SentryClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int CONNECTIONS_PER_HOST = 16;

    private final WebClient client;
    private final String name;
    private final Duration timeout;

    /**
     * @param version of the gateway, for {@code User-Agent} and {@code sentry_client}
     * @param timeout for one request, from a connection on to the end of the answer
     */
    SentryClient(Vertx vertx, String version, Duration timeout) {
        this.name = "sluice/" + version;
        this.timeout = timeout;
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setUserAgent(name)
                        .setFollowRedirects(false)
                        // Sentry must not hear of how it is told things, or it would never end.
                        .setTracingPolicy(TracingPolicy.IGNORE)
                        .setKeepAlive(true)
                        .setKeepAliveTimeout(60)
                        .setMaxPoolSize(CONNECTIONS_PER_HOST)
                        .setConnectTimeout((int) CONNECT.toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout((int) timeout.plus(CONNECT).toMillis()));
    }

    /**
     * The answer; its body is not read into memory.
     *
     * @param envelope goes to this destination with what is kept of its visitor
     * @param bytes what of it is sent
     * @throws IOException if there was no answer; its message says why, and nothing else
     */
    HttpResponse<Void> send(Destination destination, StoredEnvelope envelope, byte[] bytes)
            throws IOException, InterruptedException {
        HttpRequest<Void> request = client.postAbs(destination.envelopeAddress())
                .putHeader("Content-Type", "application/x-sentry-envelope")
                .putHeader("Content-Encoding", "gzip")
                .putHeader(
                        "X-Sentry-Auth",
                        "Sentry sentry_version=7, sentry_key="
                                + destination.dsn().publicKey() + ", sentry_client=" + name)
                .timeout(timeout.toMillis())
                .as(BodyCodec.none());
        envelope.visitor().ifPresent(address -> request.putHeader("X-Sentry-Forwarded-For", address));
        envelope.userAgent().ifPresent(browser -> request.putHeader("User-Agent", browser));
        CompletableFuture<HttpResponse<Void>> answer = request.sendBuffer(Buffer.buffer(gzip(bytes)))
                .toCompletionStage()
                .toCompletableFuture();
        try {
            return answer.get(timeout.plus(CONNECT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("Sentry did not answer in time");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // Not its message, which may name more than the address.
            throw new IOException(
                    "Sentry could not be reached (" + cause.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 2 + 64);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("an array took no more bytes", e);
        }
        return out.toByteArray();
    }
}
