package dev.sluice.capture;

import dev.sluice.config.SluiceConfig;
import dev.sluice.deadletter.DeadLetters;
import dev.sluice.event.AcceptanceListener;
import dev.sluice.ledger.Balance;
import dev.sluice.limit.RateLimits;
import dev.sluice.project.Projects;
import dev.sluice.report.Accepting;
import dev.sluice.report.SluiceMetrics;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.spool.FramePacker;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolUnavailableException;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.vertx.core.Context;
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
    private final Vertx vertx;
    private final Intake intake;
    private final Cors cors;
    private final Visitors visitors;
    private final InstantSource clock;
    private final Accepting accepting;
    private final SluiceMetrics metrics;
    private final BodyBudget budget = BodyBudget.ofHeap();
    private final Answers answers = new Answers();

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
            SluiceConfig config,
            InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.metrics = metrics;
        this.accepting = accepting;
        cors = new Cors(config.allowedOrigins());
        this.visitors = visitors;
        SecureRandom seeds = new SecureRandom();
        Supplier<RequestReader> readers = () -> new RequestReader(
                projects, counted(scrubbers.get(), metrics), new EventIds(contentKey, seeds.nextLong()));
        intake = new Intake(spool, deadLetters, balance, listeners, limits, packer::pack, readers);
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
    void handle(HttpServerRequest request, CapturePath path, String requestId) {
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
                new Exchange(request, path, requestId, vertx.getOrCreateContext()).start();
            }
        } catch (Throwable e) {
            fail(request, e, requestId);
        }
    }

    /** One request from its first byte to its answer. */
    private final class Exchange implements BodyReader.Listener {
        private final HttpServerRequest request;
        private final CapturePath path;
        private final String requestId;
        private final Context context;
        private final BodyReader body;
        private long startNanos;

        Exchange(HttpServerRequest request, CapturePath path, String requestId, Context context) {
            this.request = request;
            this.path = path;
            this.requestId = requestId;
            this.context = context;
            body = new BodyReader(vertx, request, path.maxBodyBytes(), budget, this);
        }

        void start() {
            body.start();
        }

        @Override
        public void refused(CaptureException why, boolean isAtEnd) {
            refuse(request, why, requestId, isAtEnd);
        }

        @Override
        @SuppressWarnings("CatchingThrowable")
        public void whole(byte[] bytes) {
            startNanos = System.nanoTime();
            try {
                WireBody wire = new WireBody(
                        bytes,
                        request.getHeader(HttpHeaders.CONTENT_TYPE),
                        request.getHeader(HttpHeaders.CONTENT_ENCODING),
                        request.query(),
                        path.isTwiceBase64());
                intake.accept(new Arrival(path, wire, visitors.of(request), clock.millis(), requestId))
                        .whenComplete((receipt, failure) -> context.runOnContext(v -> answer(receipt, failure)));
            } catch (Throwable e) {
                answer(null, e);
            }
        }

        private void answer(@Nullable Receipt receipt, @Nullable Throwable failure) {
            body.release();
            metrics.captured(System.nanoTime() - startNanos);
            if (receipt == null || failure != null) {
                fail(request, failure == null ? new IllegalStateException("no receipt") : failure, requestId);
            } else if (isBeacon(request.query())) {
                answers.takenBeacon(request.response());
            } else {
                answers.taken(request.response(), receipt.rejected());
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

    private void fail(HttpServerRequest request, Throwable failure, String requestId) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        switch (cause) {
            case CaptureException refused -> refuse(request, refused, requestId, true);
            case SpoolUnavailableException unavailable ->
                answers.refused(
                        request.response(),
                        Refusal.STORAGE_UNAVAILABLE,
                        "events cannot be stored at the moment; send the request again a little later",
                        requestId);
            case OutOfMemoryError full ->
                answers.refused(
                        request.response(),
                        Refusal.OVERLOADED,
                        "out of memory for this request; send it again a little later, or in smaller batches",
                        requestId);
            default -> {
                // The type alone: a message could quote the event.
                Log.errorf(
                        "Capture request %s failed: %s at %s",
                        requestId, cause.getClass().getName(), place(cause));
                answers.refused(
                        request.response(),
                        Refusal.INTERNAL_ERROR,
                        "something is wrong with the gateway; its log says more under this request id",
                        requestId);
            }
        }
    }

    private static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "unknown place" : trace[0].toString();
    }
}
