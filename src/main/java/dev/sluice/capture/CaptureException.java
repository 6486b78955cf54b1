package dev.sluice.capture;

/**
 * The whole request is refused. The message is the sentence of the answer: what was wrong, where, and what to do; never a
 * value from the request.
 */
public final class CaptureException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int USUAL_RETRY_AFTER_SECONDS = 5;

    private final Refusal refusal;
    private final String sentence;
    private final int retryAfterSeconds;

    CaptureException(Refusal refusal, String sentence) {
        this(refusal, sentence, USUAL_RETRY_AFTER_SECONDS);
    }

    /** @param retryAfterSeconds when it is worth trying again, where the refusal is one that passes */
    CaptureException(Refusal refusal, String sentence, int retryAfterSeconds) {
        // No stack trace: hostile input must not cost more than good input.
        super(sentence, null, false, false);
        this.refusal = refusal;
        this.sentence = sentence;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    Refusal refusal() {
        return refusal;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** What was wrong, where, and what to do. */
    public String sentence() {
        return sentence;
    }

    /** The HTTP status that says this to the sender. */
    public int status() {
        return refusal.status();
    }

    /** The stable word for it. */
    public String code() {
        return refusal.code();
    }
}
