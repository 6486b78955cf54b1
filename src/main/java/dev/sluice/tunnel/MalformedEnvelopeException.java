package dev.sluice.tunnel;

/** What was sent is no envelope. The message says what is wrong and where, and quotes nothing of it. */
public final class MalformedEnvelopeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param offset index of the byte in the envelope at which it was noticed */
    public MalformedEnvelopeException(String what, int offset) {
        // No stack trace: hostile input must not cost more than good input.
        super(what + " (byte " + offset + " of the envelope)", null, false, false);
    }
}
