package dev.sluice.delivery;

import dev.sluice.delivery.Delivery.Delivered;
import dev.sluice.delivery.Delivery.Refused;
import dev.sluice.delivery.Delivery.TooLarge;
import dev.sluice.delivery.Delivery.Trouble;
import dev.sluice.delivery.Delivery.TryLater;
import dev.sluice.event.Lane;
import dev.sluice.project.Project;
import dev.sluice.trace.Fact;
import dev.sluice.trace.Span;
import dev.sluice.trace.TraceContext;
import dev.sluice.trace.TraceHeaders;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches to PostHog. Only headers of its own making leave: nothing of a visitor's request. Redirects are not followed,
 * so events go to the configured host and nowhere else. Thread-safe; {@link #send} waits, for virtual threads.
 */
public final class PostHogClient implements Upstream, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int CONNECTIONS_PER_HOST = 64;
    /** After an answer that only an operator can change: a token or an address that is wrong. */
    private static final Duration MISCONFIGURED = Duration.ofSeconds(30);

    private final BatchBody bodies = new BatchBody();
    private final WebClient client;
    private final Duration requestTimeout;
    private final InstantSource clock;

    /**
     * @param version of the gateway, for {@code User-Agent}
     * @param requestTimeout for one request, from a connection on to the end of the answer
     */
    public PostHogClient(Vertx vertx, String version, Duration requestTimeout, InstantSource clock) {
        this.requestTimeout = requestTimeout;
        this.clock = clock;
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setUserAgent("sluice/" + version)
                        .setFollowRedirects(false)
                        // Headers of a trace are of our own making, too.
                        .setTracingPolicy(TracingPolicy.IGNORE)
                        .setKeepAlive(true)
                        .setKeepAliveTimeout(60)
                        .setMaxPoolSize(CONNECTIONS_PER_HOST)
                        .setConnectTimeout((int) CONNECT.toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout((int) requestTimeout.plus(CONNECT).toMillis()));
    }

    @Override
    public Delivery send(Shipment shipment) throws DamagedFrameException, InterruptedException {
        Project project = shipment.project();
        byte[] body = bodies.render(shipment.batch(), project.token());
        return send(project, shipment.lane(), body, shipment.attempt());
    }

    private Delivery send(Project project, Lane lane, byte[] gzipBody, Span span) throws InterruptedException {
        span.set(Fact.METHOD, "POST").set(Fact.REQUEST_BYTES, gzipBody.length);
        if (span.isRecorded()) {
            span.set(Fact.SERVER, String.valueOf(project.host().getHost()));
        }
        CompletableFuture<HttpResponse<Void>> answer = request(project, lane, span.context())
                .timeout(requestTimeout.toMillis())
                // The answer's text may repeat what was sent; it is not even read into memory.
                .as(BodyCodec.none())
                .sendBuffer(Buffer.buffer(gzipBody))
                .toCompletionStage()
                .toCompletableFuture();
        try {
            HttpResponse<Void> response =
                    answer.get(requestTimeout.plus(CONNECT).toMillis(), TimeUnit.MILLISECONDS);
            span.set(Fact.STATUS, response.statusCode());
            if (response.statusCode() >= 300) {
                span.failed(Integer.toString(response.statusCode()));
            }
            return meaning(response.statusCode(), RetryAfter.parse(response.getHeader("Retry-After"), clock.instant()));
        } catch (TimeoutException e) {
            span.failed("timeout");
            return new TryLater(Duration.ZERO, Trouble.UPSTREAM, "PostHog did not answer in time");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            span.failed(cause.getClass().getSimpleName());
            return new TryLater(
                    Duration.ZERO,
                    Trouble.UPSTREAM,
                    "PostHog could not be reached (" + cause.getClass().getSimpleName() + ")");
        }
    }

    /** With the place in the trace of the events, where they are part of one; never baggage, which names more than ids. */
    private HttpRequest<Buffer> request(Project project, Lane lane, @Nullable TraceContext trace) {
        HttpRequest<Buffer> request = client.postAbs(upstream(project, lane))
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Encoding", "gzip");
        if (trace != null) {
            request.putHeader(TraceHeaders.TRACEPARENT, TraceHeaders.traceparent(trace))
                    .putHeader(TraceHeaders.SENTRY_TRACE, TraceHeaders.sentryTrace(trace));
        }
        return request;
    }

    /** What a status means; see section 4.3 of the wire protocol reference (PostHog's rust/capture, api.rs). */
    static Delivery meaning(int status, Duration retryAfter) {
        if (status >= 200 && status < 300) {
            return new Delivered(status);
        }
        return switch (status) {
            case 400 -> new Refused(status);
            case 413 -> new TooLarge();
            case 429 -> new TryLater(retryAfter, Trouble.SLOW_DOWN, "PostHog answered " + status);
            case 402 -> new TryLater(retryAfter, Trouble.PROJECT, "PostHog answered " + status);
            case 408, 425 -> new TryLater(retryAfter, Trouble.UPSTREAM, "PostHog answered " + status);
            case 401, 403, 404 ->
                new TryLater(
                        MISCONFIGURED,
                        Trouble.PROJECT,
                        "PostHog answered " + status + ": check the token and the host of the project");
            default ->
                status >= 400 && status < 500
                        ? new TryLater(MISCONFIGURED, Trouble.PROJECT, "PostHog answered " + status)
                        : new TryLater(retryAfter, Trouble.UPSTREAM, "PostHog answered " + status);
        };
    }

    @Override
    public void close() {
        client.close();
        bodies.close();
    }

    private static String upstream(Project project, Lane lane) {
        String host = project.host().toString();
        return (host.endsWith("/") ? host.substring(0, host.length() - 1) : host) + lane.path();
    }
}
