package dev.sluice.passthrough;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads the body of a lookup: a few hundred bytes as a rule, never more than the bound. */
final class BoundedBody {
    static final int LARGEST = 2 << 20;

    private BoundedBody() {}

    static Future<byte[]> read(HttpServerRequest request) {
        Promise<byte[]> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            // Read on but keep nothing, so that the client gets to see the answer.
            if (body.length() + part.length() > LARGEST) {
                promise.tryFail(Refusal.tooLarge(LARGEST));
            } else {
                body.appendBuffer(part);
            }
        });
        request.exceptionHandler(failure -> promise.tryFail(Refusal.malformed("the body ended early")));
        request.endHandler(end -> promise.tryComplete(body.getBytes()));
        // Quarkus pauses requests before routes see them.
        request.resume();
        return promise.future();
    }
}
