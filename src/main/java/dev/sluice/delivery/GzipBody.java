package dev.sluice.delivery;

import dev.sluice.json.ByteSink;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Puts one gzip body (RFC 1952, one member) together from plain bytes, which are deflated here, and from raw deflate data
 * that ends on a byte border, which is copied. Plain bytes that stand together are compressed together; short ones go into
 * stored blocks, so that a comma between two compressed frames costs six bytes and no work. Not thread-safe; meant to be
 * reused, and holds native memory until it is closed.
 */
final class GzipBody implements AutoCloseable {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 255};
    private static final byte[] EMPTY_FINAL_BLOCK = {1, 0, 0, (byte) 0xff, (byte) 0xff};
    /** Below this deflate gains nothing over a stored block. */
    private static final int WORTH_DEFLATING = 64;

    private static final int KEEP_BYTES = 1 << 20;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 plainCrc = new CRC32();
    private final byte[] scratch = new byte[16 * 1024];
    private ByteSink plain = new ByteSink(16 * 1024);
    private ByteSink out = new ByteSink(64 * 1024);
    private int crc;
    private long length;

    /** Begins a new body; what an earlier one left is forgotten. */
    GzipBody begin() {
        // One body of many megabytes must not be held for ever.
        if (out.array().length > KEEP_BYTES) {
            out = new ByteSink(64 * 1024);
        }
        if (plain.array().length > KEEP_BYTES) {
            plain = new ByteSink(16 * 1024);
        }
        out.clear();
        plain.clear();
        crc = 0;
        length = 0;
        out.append(HEADER);
        return this;
    }

    GzipBody plain(byte[] bytes) {
        return plain(bytes, 0, bytes.length);
    }

    GzipBody plain(byte[] bytes, int from, int to) {
        plain.append(bytes, from, to);
        return this;
    }

    /**
     * @param payload raw deflate blocks that end on a byte border, none of them final
     * @param rawLength bytes before compression
     * @param rawCrc CRC-32 of them
     */
    GzipBody deflated(byte[] payload, int rawLength, int rawCrc) {
        deflatePlain();
        out.append(payload);
        crc = Crc32Combination.of(crc, rawCrc, rawLength);
        length += rawLength;
        return this;
    }

    byte[] end() {
        deflatePlain();
        out.append(EMPTY_FINAL_BLOCK);
        appendLittleEndian(crc);
        appendLittleEndian((int) length);
        return out.toByteArray();
    }

    @Override
    public void close() {
        deflater.end();
    }

    private void deflatePlain() {
        int size = plain.length();
        if (size == 0) {
            return;
        }
        plainCrc.reset();
        plainCrc.update(plain.array(), 0, size);
        crc = Crc32Combination.of(crc, (int) plainCrc.getValue(), size);
        length += size;
        if (size < WORTH_DEFLATING) {
            out.append((byte) 0).append((byte) size).append((byte) 0);
            out.append((byte) ~size).append((byte) 0xff);
            out.append(plain.array(), 0, size);
        } else {
            deflater.reset();
            deflater.setInput(plain.array(), 0, size);
            int n;
            do {
                n = deflater.deflate(scratch, 0, scratch.length, Deflater.SYNC_FLUSH);
                out.append(scratch, 0, n);
            } while (n == scratch.length);
        }
        plain.clear();
    }

    private void appendLittleEndian(int value) {
        out.append((byte) value)
                .append((byte) (value >>> 8))
                .append((byte) (value >>> 16))
                .append((byte) (value >>> 24));
    }
}
