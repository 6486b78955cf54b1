package dev.sluice.passthrough;

import dev.sluice.capture.CaptureException;

/** A request that is not passed on. The message is for the sender and holds nothing that it sent. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static Refusal malformed(String what) {
        return new Refusal(400, "malformed", what);
    }

    /** The body could not be decoded, in the words of capture. */
    static Refusal of(CaptureException undecodable) {
        return new Refusal(undecodable.status(), undecodable.code(), undecodable.sentence());
    }

    static Refusal unknownToken() {
        return new Refusal(
                401, "unknown_token", "no configured project has the token of this request; check the key in the SDK");
    }

    static Refusal wrongMethod() {
        return new Refusal(405, "wrong_method", "this path does not take that method");
    }

    static Refusal tooLarge(int limit) {
        return new Refusal(413, "too_large", "the body is larger than " + limit + " bytes");
    }

    static Refusal tooSlow() {
        return new Refusal(503, "too_slow", "the body did not arrive in time; send the request again");
    }

    static Refusal overloaded() {
        return new Refusal(503, "overloaded", "too many bodies are being read; send the request again a little later");
    }

    static Refusal of(UpstreamFailure failure) {
        return new Refusal(failure.status(), "upstream_away", message(failure));
    }

    static Refusal unexpected() {
        return new Refusal(500, "internal", "the gateway failed; its log says more under this request id");
    }

    private static String message(UpstreamFailure failure) {
        return String.valueOf(failure.getMessage());
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
