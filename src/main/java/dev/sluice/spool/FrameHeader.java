package dev.sluice.spool;

import dev.sluice.event.Lane;
import dev.sluice.trace.Origin;

/**
 * What stands before the index and the payload of a frame on disk.
 *
 * @param headerLength bytes of the header itself
 * @param origin unknown in frames of the first version
 */
public record FrameHeader(
        int headerLength,
        Lane lane,
        boolean deflated,
        String project,
        Origin origin,
        int bodyCrc,
        int payloadLength,
        int events,
        long ordinal,
        long receivedAtMillis,
        long session,
        int rawLength,
        int rawCrc) {

    public int bodyLength() {
        return events * FrameCodec.ENTRY_BYTES + payloadLength;
    }

    public int length() {
        return headerLength + bodyLength();
    }

    public long endOrdinal() {
        return ordinal + events;
    }
}
