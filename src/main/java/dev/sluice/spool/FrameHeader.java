package dev.sluice.spool;

import dev.sluice.event.Lane;

/** What stands before the index and the payload of a frame on disk. */
record FrameHeader(
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
    int headerLength() {
        return FrameCodec.FIXED_BYTES + project.length();
    }

    int bodyLength() {
        return events * FrameCodec.ENTRY_BYTES + payloadLength;
    }

    int length() {
        return headerLength() + bodyLength();
    }

    long endOrdinal() {
        return ordinal + events;
    }
}
