package dev.sluice.spool;

/**
 * The event could not be made durable, or the books could not be read. Who asked gets 503 and repeats it. The message says
 * why, for the operator.
 */
public final class SpoolUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SpoolUnavailableException(String message) {
        super(message, null, false, false);
    }

    public SpoolUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
