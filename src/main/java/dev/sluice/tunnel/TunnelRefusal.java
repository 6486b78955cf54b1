package dev.sluice.tunnel;

/**
 * A request is not taken. The message is the sentence of the answer: what was wrong, where, and what to do; never a value from
 * the request.
 */
final class TunnelRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why: the status of the answer, and the word that stands for it there and on metrics. */
    enum Reason {
        MALFORMED(400, "malformed_envelope"),
        UNKNOWN_DSN(403, "unknown_dsn"),
        ORIGIN(403, "origin_not_allowed"),
        METHOD(405, "method_not_allowed"),
        TOO_LARGE(413, "envelope_too_large"),
        LIMITED(429, "rate_limited"),
        INTERNAL(500, "internal_error"),
        OVERLOADED(503, "overloaded"),
        STORAGE(503, "storage_unavailable"),
        STOPPING(503, "stopping");

        private final int status;
        private final String code;

        Reason(int status, String code) {
            this.status = status;
            this.code = code;
        }

        int status() {
            return status;
        }

        String code() {
            return code;
        }
    }

    private final Reason reason;
    private final transient LimitsInForce limits;

    TunnelRefusal(Reason reason, String sentence) {
        this(reason, sentence, LimitsInForce.NONE);
    }

    /** @param limits what the sender is told to keep to */
    TunnelRefusal(Reason reason, String sentence, LimitsInForce limits) {
        // No stack trace: hostile input must not cost more than good input.
        super(sentence, null, false, false);
        this.reason = reason;
        this.limits = limits;
    }

    Reason reason() {
        return reason;
    }

    LimitsInForce limits() {
        return limits;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
