package dev.sluice.spool;

import dev.sluice.event.Lane;

/** What stands before the index and the payload of a frame on disk. */
public record FrameHeader(
        Lane lane,
        boolean deflated,
        String project,
        int bodyCrc,
        int payloadLength,
        int events,
        long ordinal,
        long receivedAtMillis,
        long session,
        int rawLength,
        int rawCrc) {

    /** Bytes of the header itself. Project names are ASCII. */
    public int headerLength() {
        return FrameCodec.FIXED_BYTES + project.length();
    }

    public int bodyLength() {
        return events * FrameCodec.ENTRY_BYTES + payloadLength;
    }

    public int length() {
        return headerLength() + bodyLength();
    }

    public long endOrdinal() {
        return ordinal + events;
    }
}
