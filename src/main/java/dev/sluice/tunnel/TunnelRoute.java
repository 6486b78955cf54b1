package dev.sluice.tunnel;

import dev.sluice.capture.BodyBudget;
import dev.sluice.capture.BodyReader;
import dev.sluice.capture.CaptureException;
import dev.sluice.capture.Cors;
import dev.sluice.capture.Edge;
import dev.sluice.capture.Visitors;
import dev.sluice.config.SluiceConfig;
import dev.sluice.report.Accepting;
import dev.sluice.report.SluiceMetrics;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.tunnel.TunnelRefusal.Reason;
import io.quarkus.logging.Log;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests to the tunnel: reads the body, has it worked on beside the event loop, and says what became of it. Mounted
 * right behind capture's edge, which has written the request's id and the CORS headers and answered preflights.
 */
@Singleton
final class TunnelRoute {
    /** After {@link Edge} and before everything that Quarkus registers. */
    private static final int BEHIND_THE_EDGE = 9_000;

    private static final long LEAST_BUDGET = 16L << 20;

    private final Vertx vertx;
    private final Destinations destinations;
    private final TunnelRules rules;
    private final TunnelPaths paths;
    private final Cors cors;
    private final Visitors visitors;
    private final Accepting accepting;
    private final TunnelFigures figures;
    private final InstantSource clock;
    private final TunnelWorkers workers;
    private final TunnelAnswers answers = new TunnelAnswers();
    private final BodyBudget budget =
            new BodyBudget(Math.max(LEAST_BUDGET, Runtime.getRuntime().maxMemory() / 16));

    TunnelRoute(
            Vertx vertx,
            Destinations destinations,
            TunnelRules rules,
            Instance<EnvelopeStore> store,
            Instance<EventScrubber> scrubbers,
            SluiceMetrics metrics,
            TunnelFigures figures,
            Visitors visitors,
            Accepting accepting,
            SluiceConfig config,
            InstantSource clock) {
        this.vertx = vertx;
        this.destinations = destinations;
        this.rules = rules;
        this.visitors = visitors;
        this.accepting = accepting;
        this.figures = figures;
        this.clock = clock;
        paths = new TunnelPaths(destinations);
        cors = new Cors(config.allowedOrigins());
        SecureRandom random = new SecureRandom();
        workers = new TunnelWorkers(() -> new EnvelopeIntake(
                destinations, rules, store.get(), figures, metrics::scrubbed, scrubbers.get(), random));
    }

    void register(@Observes Filters filters) {
        if (!destinations.isEmpty()) {
            filters.register(this::handle, BEHIND_THE_EDGE);
        }
    }

    @PreDestroy
    void close() {
        workers.close();
    }

    @SuppressWarnings("CatchingThrowable")
    private void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.path() == null || !paths.contains(request.path())) {
            routing.next();
            return;
        }
        String requestId =
                Optional.<String>ofNullable(routing.get(Edge.REQUEST_ID)).orElse("");
        try {
            Optional<TunnelRefusal> refusal = refusal(request);
            if (refusal.isPresent()) {
                refuse(request, refusal.get(), requestId, refusal.get().reason() != Reason.STOPPING);
            } else {
                new Exchange(request, requestId, vertx.getOrCreateContext()).start();
            }
        } catch (Throwable e) {
            fail(request, e, requestId);
        }
    }

    private Optional<TunnelRefusal> refusal(HttpServerRequest request) {
        if (!accepting.isTaking()) {
            return Optional.of(new TunnelRefusal(Reason.STOPPING, "this gateway is stopping"));
        }
        if (!request.method().equals(HttpMethod.POST)) {
            return Optional.of(new TunnelRefusal(Reason.METHOD, "use POST"));
        }
        return cors.isAllowed(request.getHeader(HttpHeaders.ORIGIN))
                ? Optional.empty()
                : Optional.of(new TunnelRefusal(
                        Reason.ORIGIN,
                        "pages of this origin may not send envelopes; list it in SLUICE_ALLOWED_ORIGINS"));
    }

    /** One request from its first byte to its answer. */
    private final class Exchange implements BodyReader.Listener {
        private final HttpServerRequest request;
        private final String requestId;
        private final Context context;
        private final BodyReader body;

        Exchange(HttpServerRequest request, String requestId, Context context) {
            this.request = request;
            this.requestId = requestId;
            this.context = context;
            body = new BodyReader(vertx, request, rules.mostBytes(), budget, this);
        }

        void start() {
            body.start();
        }

        @Override
        public void refused(CaptureException why, boolean isAtEnd) {
            boolean isTooLarge = why.status() == Reason.TOO_LARGE.status();
            String sentence = isTooLarge ? "the envelope is too large" : why.sentence();
            refuse(
                    request,
                    new TunnelRefusal(isTooLarge ? Reason.TOO_LARGE : Reason.OVERLOADED, sentence),
                    requestId,
                    isAtEnd);
        }

        @Override
        @SuppressWarnings("CatchingThrowable")
        public void whole(byte[] bytes) {
            try {
                workers.accept(new TunnelRequest(
                                bytes,
                                request.getHeader(HttpHeaders.CONTENT_ENCODING),
                                rules.tellsVisitor() ? visitors.address(request, rules.visitorIp()) : Optional.empty(),
                                request.getHeader(HttpHeaders.USER_AGENT),
                                request.getHeader("X-POSTHOG-SESSION-ID"),
                                request.getHeader("X-POSTHOG-DISTINCT-ID"),
                                requestId,
                                clock.millis()))
                        .whenComplete((receipt, failure) -> context.runOnContext(v -> answer(receipt, failure)));
            } catch (Throwable e) {
                answer(null, e);
            }
        }

        private void answer(@Nullable TunnelReceipt receipt, @Nullable Throwable failure) {
            body.release();
            if (receipt == null || failure != null) {
                fail(request, failure == null ? new IllegalStateException("no receipt") : failure, requestId);
            } else {
                answers.taken(request.response(), receipt);
            }
        }
    }

    private void refuse(HttpServerRequest request, TunnelRefusal why, String requestId, boolean isAtEnd) {
        if (!isAtEnd) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            request.response().endHandler(v -> request.connection().close());
        }
        figures.refused(why.reason());
        answers.refused(request.response(), why, requestId);
    }

    private void fail(HttpServerRequest request, Throwable failure, String requestId) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        switch (cause) {
            case TunnelRefusal refusal -> refuse(request, refusal, requestId, true);
            case OutOfMemoryError full ->
                refuse(
                        request,
                        new TunnelRefusal(Reason.OVERLOADED, "out of memory for this request"),
                        requestId,
                        true);
            default -> {
                // The type alone, since a message could quote the envelope; and no ERROR, which would go to Sentry.
                Log.warnf(
                        "Tunnel request %s failed: %s",
                        requestId, cause.getClass().getName());
                refuse(
                        request,
                        new TunnelRefusal(
                                Reason.INTERNAL,
                                "something is wrong with the gateway; its log says more under this request id"),
                        requestId,
                        true);
            }
        }
    }
}
