package dev.sluice.delivery;

/** The payload of a frame does not hold what its index says. The message names the kind of damage and no content. */
public final class DamagedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedFrameException(String message) {
        super(message, null, false, false);
    }
}
