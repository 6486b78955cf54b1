package dev.sluice.passthrough;

import dev.sluice.capture.BodyBudget;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Reads the body of one lookup: a few hundred bytes as a rule, never more than the bound, never longer than the deadline, and
 * only as much as the budget of all bodies together has left. Runs on the request's event loop.
 */
final class BoundedBody {
    static final int LARGEST = 2 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final BodyBudget budget;
    private final Promise<byte[]> promise = Promise.promise();
    private Buffer body = Buffer.buffer();
    private long reserved;
    private boolean over;

    BoundedBody(Vertx vertx, BodyBudget budget) {
        this.vertx = vertx;
        this.budget = budget;
    }

    /** Fails with a {@link Refusal}. {@link #release} must follow, however it ends. */
    Future<byte[]> read(HttpServerRequest request) {
        request.handler(this::take);
        request.exceptionHandler(failure -> promise.tryFail(Refusal.malformed("the body ended early")));
        request.endHandler(end -> promise.tryComplete(body.getBytes()));
        long deadline = vertx.setTimer(DEADLINE.toMillis(), id -> promise.tryFail(Refusal.tooSlow()));
        // Quarkus pauses requests before routes see them.
        request.resume();
        return promise.future().onComplete(result -> vertx.cancelTimer(deadline));
    }

    private void take(Buffer part) {
        // After a refusal read on but keep nothing, so that the client gets to see the answer.
        if (over || promise.future().isComplete()) {
            return;
        }
        if (body.length() + part.length() > LARGEST) {
            refuse(Refusal.tooLarge(LARGEST));
        } else if (!budget.tryReserve(part.length())) {
            refuse(Refusal.overloaded());
        } else {
            reserved += part.length();
            body.appendBuffer(part);
        }
    }

    private void refuse(Refusal why) {
        body = Buffer.buffer();
        promise.tryFail(why);
    }

    /** Gives the memory back, once the question is answered. On the event loop that reads. */
    void release() {
        over = true;
        budget.release(reserved);
        reserved = 0;
    }
}
