package dev.sluice.spool.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The first bytes of a segment. What it says also follows from the name; it keeps an older Sluice from reading a newer log. */
final class SegmentHeader {
    static final int BYTES = 32;

    private static final long MAGIC =
            ByteBuffer.wrap("SLUICE1\n".getBytes(StandardCharsets.US_ASCII)).getLong();
    /** Version 1 is the same with frames of version 1 only. */
    private static final int VERSION = 2;

    private static final int FIRST_VERSION = 1;
    private static final int CRC_AT = 28;

    private SegmentHeader() {}

    static ByteBuffer encode(long firstOrdinal, long createdAtMillis) {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        header.putLong(MAGIC).putInt(VERSION).putLong(firstOrdinal).putLong(createdAtMillis);
        return header.putInt(crc(header.array())).flip();
    }

    /**
     * Whether the header is whole. A damaged one does not hide the frames behind it.
     *
     * @throws IOException if it is whole and of a version that this build does not know
     */
    static boolean isWhole(byte[] header) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(header);
        if (in.getLong(0) != MAGIC || in.getInt(CRC_AT) != crc(header)) {
            return false;
        }
        int version = in.getInt(8);
        if (version < FIRST_VERSION || version > VERSION) {
            throw new IOException("a segment of the spool has format version " + version
                    + ", this Sluice reads versions " + FIRST_VERSION + " to " + VERSION
                    + "; start the version that wrote it, or use another data directory");
        }
        return true;
    }

    private static int crc(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, CRC_AT);
        return (int) crc.getValue();
    }
}
