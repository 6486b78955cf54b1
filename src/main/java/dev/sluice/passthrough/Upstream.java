package dev.sluice.passthrough;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Asks PostHog. Every question has a deadline, every answer a bound; redirects are not followed. A failed future holds an
 * {@link UpstreamFailure} and nothing else.
 */
final class Upstream {
    private static final int LARGEST_ANSWER = 16 << 20;

    private final Vertx vertx;
    private final HttpClient client;

    Upstream(Vertx vertx) {
        this.vertx = vertx;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(3_000)
                .setIdleTimeout(60)
                .setKeepAliveTimeout(30)
                .setMaxWaitQueueSize(256)
                .setDecompressionSupported(false)
                // Tracing would send the visitor's own trace and baggage headers along, past the list of what may
                // leave.
                .setTracingPolicy(TracingPolicy.IGNORE);
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(32));
    }

    /**
     * @param target path and query, as they go on the wire
     * @param body empty where the question has none
     */
    record Question(
            HttpMethod method, URI host, String target, Map<String, String> headers, Buffer body, Duration timeout) {}

    Future<Answer> ask(Question question) {
        Promise<Answer> promise = Promise.promise();
        Attempt attempt = new Attempt(promise);
        long deadline = vertx.setTimer(question.timeout().toMillis(), id -> attempt.fail(UpstreamFailure.timedOut()));
        promise.future().onComplete(result -> vertx.cancelTimer(deadline));
        client.request(options(question)).onComplete(requested -> {
            if (requested.failed()) {
                attempt.fail(UpstreamFailure.unreachable());
            } else {
                attempt.send(requested.result(), question.body());
            }
        });
        return promise.future().compose(answer -> {
            Optional<String> encoding = answer.header("content-encoding");
            return encoding.isEmpty()
                            || encoding.get().equals(question.headers().get("accept-encoding"))
                    ? Future.succeededFuture(answer)
                    : Future.failedFuture(UpstreamFailure.unusable("an encoding that was not asked for"));
        });
    }

    void close() {
        client.close();
    }

    private static RequestOptions options(Question question) {
        URI host = question.host();
        boolean ssl = "https".equalsIgnoreCase(host.getScheme());
        int port = host.getPort() >= 0 ? host.getPort() : ssl ? 443 : 80;
        RequestOptions options = new RequestOptions()
                .setMethod(question.method())
                .setHost(host.getHost())
                .setPort(port)
                .setSsl(ssl)
                .setURI(question.target())
                .setFollowRedirects(false);
        question.headers().forEach(options::putHeader);
        return options;
    }

    /** One question on the wire. Whatever ends it first, answer, error or deadline, counts; the rest is cut off. */
    private static final class Attempt {
        private final Promise<Answer> promise;
        private final Buffer body = Buffer.buffer();
        private volatile boolean over;

        Attempt(Promise<Answer> promise) {
            this.promise = promise;
        }

        void send(HttpClientRequest request, Buffer content) {
            if (over) {
                request.reset();
                return;
            }
            promise.future().onFailure(failure -> request.reset());
            request.exceptionHandler(failure -> fail(UpstreamFailure.unreachable()));
            request.response().onComplete(responded -> {
                if (responded.failed()) {
                    fail(UpstreamFailure.unreachable());
                } else {
                    receive(responded.result());
                }
            });
            if (content.length() == 0) {
                request.end();
            } else {
                request.end(content);
            }
        }

        private void receive(HttpClientResponse response) {
            response.exceptionHandler(failure -> fail(UpstreamFailure.unreachable()));
            int status = response.statusCode();
            if (status < 200 || (status >= 300 && status < 400 && status != 304)) {
                fail(UpstreamFailure.unusable("status " + status));
                return;
            }
            response.handler(part -> {
                if (body.length() + part.length() > LARGEST_ANSWER) {
                    fail(UpstreamFailure.unusable("more than " + LARGEST_ANSWER + " bytes"));
                } else {
                    body.appendBuffer(part);
                }
            });
            response.endHandler(end -> {
                over = true;
                promise.tryComplete(new Answer(status, UpstreamHeaders.ofAnswer(response.headers()), body));
            });
        }

        void fail(UpstreamFailure failure) {
            over = true;
            promise.tryFail(failure);
        }
    }
}
