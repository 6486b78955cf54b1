package dev.sluice.capture;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** What senders are told. The one place where an answer to a capture request is written. Thread-safe. */
final class Answers {
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
    private static final CharSequence ALLOW = HttpHeaders.createOptimized("Allow");

    // Not static: a Vert.x buffer must not end up in the image heap of the native build.
    private final Buffer ok = Buffer.buffer("{\"status\":\"Ok\"}");

    /** Exactly 200: posthog-js sends again what is answered 201, 202 or 204. */
    void taken(HttpServerResponse response, int rejected) {
        Buffer body = rejected == 0 ? ok : Buffer.buffer("{\"status\":\"Ok\",\"rejected\":" + rejected + "}");
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
    }

    /** What {@code beacon=1} asks for. */
    void takenBeacon(HttpServerResponse response) {
        response.setStatusCode(204).end();
    }

    /** An answer to a preflight, whose headers are already there. */
    void preflight(HttpServerResponse response) {
        response.setStatusCode(200).end();
    }

    /** @param sentence what was wrong and what to do, without a value from the request */
    void refused(HttpServerResponse response, Refusal refusal, String sentence, String requestId) {
        refused(response, refusal, refusal.status(), RETRY_AFTER_SECONDS, sentence, requestId);
    }

    /**
     * A refusal whose status depends on who is told.
     *
     * @param retryAfterSeconds said with 503 and 429
     */
    void refused(
            HttpServerResponse response,
            Refusal refusal,
            int status,
            String retryAfterSeconds,
            String sentence,
            String requestId) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        if (status == 503 || status == 429) {
            response.putHeader(RETRY_AFTER, retryAfterSeconds);
        }
        if (refusal == Refusal.METHOD_NOT_ALLOWED) {
            response.putHeader(ALLOW, "GET, POST, OPTIONS");
        }
        // Sentences and ids consist of characters that stand for themselves in JSON.
        response.end("{\"status\":\"error\",\"code\":\"" + refusal.code() + "\",\"error\":\"" + sentence
                + "\",\"request_id\":\"" + requestId + "\"}");
    }
}
