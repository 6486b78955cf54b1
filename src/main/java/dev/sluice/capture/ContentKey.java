package dev.sluice.capture;

/**
 * The secret from which the uuids of events without one are derived. It must be the same on every replica and after every
 * restart, or copies of one event get different uuids. Keyed, so that nobody can tell from a uuid what an event said.
 */
public final class ContentKey {
    private static final int MIN_BYTES = 16;

    private final byte[] bytes;

    public ContentKey(byte[] bytes) {
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException("the content key takes at least " + MIN_BYTES + " bytes");
        }
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
