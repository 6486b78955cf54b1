package dev.sluice.capture;

import dev.sluice.config.SluiceConfig;
import dev.sluice.deadletter.DeadLetters;
import dev.sluice.event.AcceptanceListener;
import dev.sluice.failure.FailureListener;
import dev.sluice.ledger.Balance;
import dev.sluice.limit.RateLimits;
import dev.sluice.project.Projects;
import dev.sluice.report.Accepting;
import dev.sluice.report.SluiceMetrics;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.spool.FramePacker;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.trace.Fact;
import dev.sluice.trace.Origin;
import dev.sluice.trace.Span;
import dev.sluice.trace.TraceContext;
import dev.sluice.trace.TraceHeaders;
import dev.sluice.trace.Tracing;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers capture requests: reads the body, hands it to the {@link Intake}, and says what became of it once that is certain.
 * A Vert.x handler and no REST resource, because the limit of a body has to be kept while it is read, chunked ones too, and a
 * refused body has to be read on so that its sender can read the answer.
 */
@Singleton
public final class CaptureHandler {
    private static final CharSequence SENTRY_TRACE = HttpHeaders.createOptimized(TraceHeaders.SENTRY_TRACE);
    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized(TraceHeaders.TRACEPARENT);
    private static final CharSequence BAGGAGE = HttpHeaders.createOptimized(TraceHeaders.BAGGAGE);

    private final Vertx vertx;
    private final Intake intake;
    private final Cors cors;
    private final Visitors visitors;
    private final InstantSource clock;
    private final Accepting accepting;
    private final SluiceMetrics metrics;
    private final Tracing tracing;
    private final BodyBudget budget = BodyBudget.ofHeap();
    private final Answers answers = new Answers();
    private final CaptureFailures failures;

    CaptureHandler(
            Vertx vertx,
            Projects projects,
            Spool spool,
            DeadLetters deadLetters,
            Balance balance,
            @All List<AcceptanceListener> listeners,
            RateLimits limits,
            FramePacker packer,
            Instance<EventScrubber> scrubbers,
            ContentKey contentKey,
            SluiceMetrics metrics,
            Accepting accepting,
            Visitors visitors,
            Tracing tracing,
            FailureListener listener,
            SluiceConfig config,
            InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.metrics = metrics;
        this.accepting = accepting;
        this.tracing = tracing;
        failures = new CaptureFailures(listener, clock);
        cors = new Cors(config.allowedOrigins());
        this.visitors = visitors;
        SecureRandom seeds = new SecureRandom();
        Supplier<RequestReader> readers = () -> new RequestReader(
                projects, counted(scrubbers.get(), metrics), new EventIds(contentKey, seeds.nextLong()));
        IntakeSpans spans = new IntakeSpans(tracing, config.spool());
        intake = new Intake(spool, deadLetters, balance, listeners, limits, packer::pack, readers, spans);
    }

    private static EventScan counted(EventScrubber scrubber, SluiceMetrics metrics) {
        return (document, from, to, project, into) -> {
            scrubber.scan(document, from, to, project, into);
            metrics.scrubbed(into.findings());
        };
    }

    @PreDestroy
    void close() {
        intake.close();
    }

    /** Answers the request, now or later; never throws. */
    @SuppressWarnings("CatchingThrowable")
    void handle(HttpServerRequest request, CapturePath path, String route, String requestId) {
        try {
            if (!accepting.isTaking()) {
                String why = "this gateway is stopping; send the request again, another one or the next start takes it";
                refuse(request, new CaptureException(Refusal.STOPPING, why), requestId, false);
                return;
            }
            boolean isPost = request.method().equals(HttpMethod.POST);
            if (!isPost && !request.method().equals(HttpMethod.GET)) {
                refuse(request, new CaptureException(Refusal.METHOD_NOT_ALLOWED, "use POST"), requestId, true);
            } else if (!cors.isAllowed(request.getHeader(HttpHeaders.ORIGIN))) {
                String why = "pages of this origin may not send events; list it in SLUICE_ALLOWED_ORIGINS";
                refuse(request, new CaptureException(Refusal.ORIGIN_NOT_ALLOWED, why), requestId, true);
            } else {
                new Exchange(request, path, route, requestId).start();
            }
        } catch (Throwable e) {
            fail(request, path, -1, e, new Origin(requestId, null));
        }
    }

    private static TraceHeaders trace(MultiMap headers) {
        return TraceHeaders.of(headers.get(SENTRY_TRACE), headers.get(TRACEPARENT), () -> headers.get(BAGGAGE));
    }

    /** One request from its first byte to its answer. */
    private final class Exchange implements BodyReader.Listener {
        private final HttpServerRequest request;
        private final CapturePath path;
        private final String requestId;
        private final Span span;
        private final @Nullable TraceContext trace;
        private final Context context = vertx.getOrCreateContext();
        private final BodyReader body;
        private long startNanos;
        private int bytes = -1;

        Exchange(HttpServerRequest request, CapturePath path, String route, String requestId) {
            this.request = request;
            this.path = path;
            this.requestId = requestId;
            TraceHeaders given = trace(request.headers());
            span = tracing.receive(given, System.nanoTime());
            trace = given.continuedBy(span);
            if (span.isRecorded()) {
                span.route(request.method().name(), route).set(Fact.REQUEST_ID, requestId);
            }
            body = new BodyReader(vertx, request, path.maxBodyBytes(), budget, this);
        }

        void start() {
            body.start();
        }

        @Override
        public void refused(CaptureException why, boolean isAtEnd) {
            refuse(request, why, requestId, isAtEnd);
            ended();
        }

        @Override
        @SuppressWarnings("CatchingThrowable")
        public void whole(byte[] content) {
            startNanos = System.nanoTime();
            bytes = content.length;
            try {
                WireBody wire = new WireBody(
                        content,
                        request.getHeader(HttpHeaders.CONTENT_TYPE),
                        request.getHeader(HttpHeaders.CONTENT_ENCODING),
                        request.query(),
                        path.isTwiceBase64());
                Arrival arrival = new Arrival(path, wire, visitors.of(request), clock.millis(), requestId, span, trace);
                intake.accept(arrival)
                        .whenComplete((receipt, failure) -> context.runOnContext(v -> answer(receipt, failure)));
            } catch (Throwable e) {
                answer(null, e);
            }
        }

        private void answer(@Nullable Receipt receipt, @Nullable Throwable failure) {
            body.release();
            metrics.captured(System.nanoTime() - startNanos);
            if (receipt == null || failure != null) {
                Throwable cause = failure == null ? new IllegalStateException("no receipt") : failure;
                fail(request, path, bytes, cause, origin());
                ended();
                return;
            }
            WithheldEvents unfinished = receipt.unfinished();
            if (unfinished != null) {
                failures.withheld(request, path, bytes, origin(), unfinished);
            }
            if (isBeacon(request.query())) {
                answers.takenBeacon(request.response());
            } else {
                answers.taken(request.response(), receipt.rejected());
            }
            ended();
        }

        private Origin origin() {
            return new Origin(requestId, span.context());
        }

        private void ended() {
            if (span.isRecorded()) {
                int status = request.response().getStatusCode();
                span.set(Fact.STATUS, status).set(Fact.REQUEST_BYTES, bytes);
                if (status >= 500) {
                    span.failed(Integer.toString(status));
                }
                span.end();
            }
        }
    }

    private static boolean isBeacon(@Nullable String query) {
        return query != null && "1".equals(FormFields.ofQuery(query).text("beacon"));
    }

    private void refuse(HttpServerRequest request, CaptureException why, String requestId, boolean isAtEnd) {
        if (!isAtEnd) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            request.response().endHandler(v -> request.connection().close());
        }
        int status = why.refusal() == Refusal.RATE_LIMITED ? Slowdown.status(request.headers()) : why.status();
        String retryAfter = Integer.toString(why.retryAfterSeconds());
        answers.refused(request.response(), why.refusal(), status, retryAfter, why.sentence(), requestId);
    }

    /** @param bytes of the body; -1 where it was not complete */
    private void fail(HttpServerRequest request, CapturePath path, int bytes, Throwable failure, Origin origin) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        switch (cause) {
            case CaptureException refused -> {
                if (refused.refusal() == Refusal.STORAGE_UNAVAILABLE) {
                    failures.lettersNotKept(request, path, bytes, origin);
                }
                refuse(request, refused, origin.requestId(), true);
            }
            case SpoolUnavailableException unavailable ->
                answers.refused(
                        request.response(),
                        Refusal.STORAGE_UNAVAILABLE,
                        "events cannot be stored at the moment; send the request again a little later",
                        origin.requestId());
            case OutOfMemoryError full -> {
                answers.refused(
                        request.response(),
                        Refusal.OVERLOADED,
                        "out of memory for this request; send it again a little later, or in smaller batches",
                        origin.requestId());
                failures.unexpected(request, path, bytes, origin, full);
            }
            default -> {
                // The type alone: a message could quote the event.
                Log.errorf(
                        "Capture request %s failed: %s at %s",
                        origin.requestId(), cause.getClass().getName(), place(cause));
                answers.refused(
                        request.response(),
                        Refusal.INTERNAL_ERROR,
                        "something is wrong with the gateway; its log says more under this request id",
                        origin.requestId());
                failures.unexpected(request, path, bytes, origin, cause);
            }
        }
    }

    private static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "unknown place" : trace[0].toString();
    }
}
