package dev.sluice.capture;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request into memory within a limit and a budget. A body that does not fit is still read, and thrown
 * away, for one limit more: a sender that is cut off while it writes never sees the answer. Runs on the request's event loop.
 */
public final class BodyReader {
    /** All of a body must be here after this time, or a few slow senders could hold the whole budget. */
    static final long MAX_MILLIS = 60_000;

    private static final int STEP = 64 << 10;
    private static final byte[] NOTHING = {};

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final int limit;
    private final BodyBudget budget;
    private final Listener listener;

    private byte[] body = NOTHING;
    private int length;
    private long reserved;
    private long discarded;
    private @Nullable CaptureException refusal;
    private boolean isOver;
    private long timer = -1;
    /** Length of a small body. Its memory waits for its first bytes: connections that send none must not hold the budget. */
    private int expected;

    /** Hears how it ended, once. */
    public interface Listener {
        void whole(byte[] body);

        /**
         * The body is not taken.
         *
         * @param isAtEnd whether it was read to its end, so that the connection can be used again
         */
        void refused(CaptureException why, boolean isAtEnd);
    }

    /** @param limit largest body in bytes */
    public BodyReader(Vertx vertx, HttpServerRequest request, int limit, BodyBudget budget, Listener listener) {
        this.vertx = vertx;
        this.request = request;
        this.limit = limit;
        this.budget = budget;
        this.listener = listener;
    }

    /** To be called once, on the event loop of the request. */
    public void start() {
        long announced = announced();
        if (announced < 0 || announced > STEP) {
            timer = vertx.setTimer(MAX_MILLIS, id -> late());
        }
        if (announced > limit) {
            refuse(tooLarge());
        } else if (announced > STEP) {
            reserve((int) announced);
        } else if (announced > 0) {
            expected = (int) announced;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            // curl and others ask before they send a large body: the one case in which nothing has to be read on.
            if (refusal != null) {
                finish(false);
                return;
            }
            request.response().writeContinue();
        }
        request.handler(this::chunk).endHandler(end -> end()).exceptionHandler(failure -> lost());
        // Quarkus pauses every request before it is routed.
        request.resume();
    }

    /** Gives the budget back; to be called once what became of the body no longer needs memory. */
    public void release() {
        budget.release(reserved);
        reserved = 0;
    }

    /** Length by the headers; -1 where they leave it open, 0 for a request without a body. */
    private long announced() {
        String text = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (text == null) {
            return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || isHttp2() ? -1 : 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private boolean isHttp2() {
        return request.version() == HttpVersion.HTTP_2;
    }

    private void reserve(int bytes) {
        if (bytes <= reserved) {
            return;
        }
        if (!budget.tryReserve(bytes - reserved)) {
            refuse(new CaptureException(
                    Refusal.OVERLOADED, "too many bodies are being read; send the request again a little later"));
            return;
        }
        reserved = bytes;
        body = Arrays.copyOf(body, bytes);
    }

    private void chunk(Buffer chunk) {
        if (isOver) {
            return;
        }
        int size = chunk.length();
        if (refusal == null) {
            if (length + size > limit) {
                refuse(tooLarge());
            } else if (length + size > body.length) {
                reserve(Math.min(limit, Math.max(length + size, expected > 0 ? expected : larger())));
            }
        }
        if (refusal == null) {
            chunk.getBytes(0, size, body, length);
            length += size;
            if (timer < 0 && length < expected) {
                // A small body as a rule comes in one piece and needs no timer.
                timer = vertx.setTimer(MAX_MILLIS, id -> late());
            }
            return;
        }
        discarded += size;
        if (discarded > limit * 2L) {
            finish(false);
        }
    }

    private int larger() {
        return Math.max(STEP, body.length * 2);
    }

    private void end() {
        if (!isOver) {
            finish(true);
        }
    }

    private void late() {
        timer = -1;
        if (!isOver) {
            refuse(new CaptureException(
                    Refusal.OVERLOADED, "the body was not complete after " + MAX_MILLIS / 1_000 + " seconds"));
            finish(false);
        }
    }

    /** The connection is gone: nobody is left to answer. */
    private void lost() {
        isOver = true;
        body = NOTHING;
        cancelTimer();
        release();
    }

    private void finish(boolean isAtEnd) {
        isOver = true;
        cancelTimer();
        if (refusal != null) {
            listener.refused(refusal, isAtEnd);
            return;
        }
        byte[] whole = length == body.length ? body : Arrays.copyOf(body, length);
        body = NOTHING;
        listener.whole(whole);
    }

    private void refuse(CaptureException why) {
        refusal = why;
        discarded += length;
        length = 0;
        body = NOTHING;
        release();
    }

    private CaptureException tooLarge() {
        return new CaptureException(
                Refusal.BODY_TOO_LARGE, "the body is larger than " + (limit >> 20) + " MiB; send smaller batches");
    }

    private void cancelTimer() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }
}
