package dev.sluice.capture;

import dev.sluice.failure.Category;
import dev.sluice.failure.Crumb;
import dev.sluice.failure.Failure;
import dev.sluice.failure.FailureListener;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.ScrubFailedException;
import dev.sluice.trace.Origin;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells what went wrong with a request: what kind of request it was, and nothing that came with it. */
final class CaptureFailures {
    private static final List<String> SDKS = List.of(
            "posthog-python",
            "posthog-node",
            "posthog-go",
            "posthog-php",
            "posthog-ruby",
            "posthog-java",
            "posthog-ios",
            "posthog-android",
            "posthog-react-native",
            "posthog-flutter",
            "posthog-dotnet",
            "posthog-rust",
            "posthog-elixir");

    private final FailureListener failures;
    private final InstantSource clock;

    CaptureFailures(FailureListener failures, InstantSource clock) {
        this.failures = failures;
        this.clock = clock;
    }

    /** @param bytes of the body; -1 where it was not complete */
    void unexpected(HttpServerRequest request, CapturePath path, int bytes, Origin origin, Throwable cause) {
        String what = cause instanceof OutOfMemoryError
                ? "there was no memory for a capture request; its sender was told to come back"
                : "a capture request failed; its sender was told to come back";
        tell(Failure.of(Category.CAPTURE, what).because(cause), request, path, bytes, origin);
    }

    void lettersNotKept(HttpServerRequest request, CapturePath path, int bytes, Origin origin) {
        String what = "dead letters cannot be stored; requests with bad events are answered with 503";
        tell(Failure.of(Category.SPOOL, what), request, path, bytes, origin);
    }

    /** What a sender can bring about with an odd event wakes nobody; a mistake in the firewall does. */
    void withheld(HttpServerRequest request, CapturePath path, int bytes, Origin origin, WithheldEvents events) {
        Throwable reason = events.because();
        Throwable mistake = reason instanceof ScrubFailedException ? reason.getCause() : reason;
        boolean isOddEvent = mistake == null || mistake instanceof MalformedJsonException;
        Failure failure = Failure.of(Category.SCRUB, "the firewall could not finish an event; it was withheld")
                .in(events.project())
                .because(mistake == null ? reason : mistake);
        tell(isOddEvent ? failure.warning() : failure, request, path, bytes, origin);
    }

    private void tell(Failure failure, HttpServerRequest request, CapturePath path, int bytes, Origin origin) {
        failures.failed(failure.from(origin).after(List.of(arrival(request, path, bytes))));
    }

    private Crumb arrival(HttpServerRequest request, CapturePath path, int bytes) {
        Compression encoding = Compression.named(request.getHeader(HttpHeaders.CONTENT_ENCODING));
        return new Crumb(
                clock.instant(),
                "a capture request",
                Map.of(
                        "address", path.name().toLowerCase(Locale.ROOT),
                        "encoding", encoding.name().toLowerCase(Locale.ROOT),
                        "bytes", Integer.toString(bytes),
                        "sdk", sdk(request)));
    }

    /** From a closed list: what a sender calls itself is the sender's. */
    private static String sdk(HttpServerRequest request) {
        if (request.headers().contains(HttpHeaders.ORIGIN) || request.headers().contains("Sec-Fetch-Mode")) {
            return "browser";
        }
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        return agent == null
                ? "unknown"
                : SDKS.stream()
                        .filter(name -> agent.startsWith(name + "/"))
                        .findFirst()
                        .orElse("unknown");
    }
}
