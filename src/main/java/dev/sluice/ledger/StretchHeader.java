package dev.sluice.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What stands before the records of a stretch.
 *
 * @param isSorted whether the records are in the order of their fingerprints; else in that of their arrival
 * @param count of the records of a sorted file; of another one the length of the file says it
 * @param baseMillis the records' times are relative to it, milliseconds since the epoch
 * @param requestBase the records' upstream requests are relative to it
 * @param minMillis earliest arrival in a sorted file, relative
 * @param maxMillis latest arrival in a sorted file, relative
 * @param madeAtMillis when this file was begun, or sealed if it is sorted
 */
record StretchHeader(
        boolean isSorted,
        int count,
        long baseMillis,
        long requestBase,
        int minMillis,
        int maxMillis,
        long madeAtMillis) {

    static final int BYTES = 64;

    /** Fingerprint 8, milliseconds after the base 4, origin 2, {@link Ending} 8. */
    static final int RECORD_BYTES = 22;

    static final int MILLIS_AT = 8;
    static final int ORIGIN_AT = 12;
    static final int ENDING_AT = 14;

    private static final long MAGIC =
            ByteBuffer.wrap("SLLEDGE1".getBytes(StandardCharsets.US_ASCII)).getLong();
    private static final int CRC_AT = BYTES - 4;

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(MAGIC).putInt(isSorted ? 1 : 0).putInt(count);
        out.putLong(baseMillis).putLong(requestBase);
        out.putInt(minMillis).putInt(maxMillis).putLong(madeAtMillis);
        return out.putInt(CRC_AT, crc(out.array())).position(BYTES).flip();
    }

    /** Empty if the bytes are not a whole header. */
    static Optional<StretchHeader> decode(ByteBuffer in) {
        if (in.remaining() < BYTES
                || in.getLong(0) != MAGIC
                || in.getInt(CRC_AT) != crc(in.array())
                || in.getInt(12) < 0) {
            return Optional.empty();
        }
        return Optional.of(new StretchHeader(
                in.getInt(8) == 1,
                in.getInt(12),
                in.getLong(16),
                in.getLong(24),
                in.getInt(32),
                in.getInt(36),
                in.getLong(40)));
    }

    static long offset(int record) {
        return BYTES + (long) record * RECORD_BYTES;
    }

    /** The absolute number behind a relative one; 0 for one that is not known. */
    long request(long relative) {
        return relative == 0 ? 0 : requestBase + relative;
    }

    /** What fits into a record for that request; 0, "not known", where it does not fit. */
    long relativeRequest(long request) {
        long relative = request - requestBase;
        return relative > 0 && relative <= 0xffff_ffffL ? relative : 0;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_AT);
        return (int) crc.getValue();
    }
}
