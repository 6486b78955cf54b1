package dev.sluice.spool;

/**
 * A frame that was read back.
 *
 * @param ordinal number of its first event. Events are numbered from 0 in the order in which they were stored, without
 *     gaps and across restarts, so {@code ordinal + i} names the i-th event of this frame for ever
 */
public record StoredFrame(long ordinal, Frame frame) {
    public int events() {
        return frame.entries().size();
    }
}
