package dev.sluice.json;

/**
 * The bytes are not JSON. The message says what was expected and at which byte, never what stood there: the bytes have not
 * been through the firewall.
 */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * @param what what is wrong, in words that contain nothing from the document
     * @param offset index of the byte at which it was noticed
     */
    public MalformedJsonException(String what, int offset) {
        // No stack trace: hostile input must not cost more than good input.
        super(what + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    public int offset() {
        return offset;
    }
}
