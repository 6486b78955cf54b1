package dev.sluice.tunnel;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * What SDKs are told: they look at the status, {@code X-Sentry-Rate-Limits} and {@code Retry-After}, and a browser lets them see
 * the two only where they are exposed. Thread-safe.
 */
final class TunnelAnswers {
    private static final String RATE_LIMITS = "X-Sentry-Rate-Limits";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String EXPOSED = RATE_LIMITS + ", " + RETRY_AFTER + ", X-Request-Id";
    /** Nothing for a minute: an SDK that is told so drops less than one that tries and fails. */
    private static final String NOTHING_FOR_A_MINUTE = "60::organization";

    private static final String A_MINUTE = "60";

    void taken(HttpServerResponse response, TunnelReceipt receipt) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (!receipt.limits().header().isEmpty()) {
            response.putHeader(RATE_LIMITS, receipt.limits().header());
        }
        expose(response);
        response.end(receipt.eventId().isEmpty() ? "{}" : "{\"id\":\"" + receipt.eventId() + "\"}");
    }

    void refused(HttpServerResponse response, TunnelRefusal refusal, String requestId) {
        if (response.ended() || response.closed()) {
            return;
        }
        TunnelRefusal.Reason reason = refusal.reason();
        response.setStatusCode(reason.status());
        if (reason == TunnelRefusal.Reason.STOPPING) {
            // Another gateway, or the next start, takes the next one.
            response.putHeader(RETRY_AFTER, "1");
        } else if (reason.status() == 503) {
            response.putHeader(RETRY_AFTER, A_MINUTE).putHeader(RATE_LIMITS, NOTHING_FOR_A_MINUTE);
        } else if (reason == TunnelRefusal.Reason.LIMITED) {
            response.putHeader(
                            RETRY_AFTER,
                            Integer.toString(Math.max(1, refusal.limits().retryAfterSeconds())))
                    .putHeader(RATE_LIMITS, refusal.limits().header());
        } else if (reason == TunnelRefusal.Reason.METHOD) {
            response.putHeader(HttpHeaders.ALLOW, "POST, OPTIONS");
        }
        expose(response);
        // Sentences and ids consist of characters that stand for themselves in JSON.
        response.end("{\"status\":\"error\",\"code\":\"" + reason.code() + "\",\"error\":\"" + refusal.sentence()
                + "\",\"request_id\":\"" + requestId + "\"}");
    }

    private static void expose(HttpServerResponse response) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (response.headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }
}
