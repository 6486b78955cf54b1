package dev.sluice.trace;

import org.jspecify.annotations.Nullable;

/**
 * Where stored events came from, for those who look for them later: in the log, in a trace, among dead letters.
 *
 * @param requestId as in {@code X-Request-Id} of the answer: hexadecimal digits and dashes, at most
 *     {@value #MAX_REQUEST_ID}; empty where it is not known
 * @param trace none where the request was part of no trace
 */
public record Origin(String requestId, @Nullable TraceContext trace) {
    public static final int MAX_REQUEST_ID = 36;
    /** Nothing is known. */
    public static final Origin UNKNOWN = new Origin("", null);

    public Origin {
        if (requestId.length() > MAX_REQUEST_ID) {
            throw new IllegalArgumentException("a request's id takes at most " + MAX_REQUEST_ID + " characters");
        }
    }
}
