package dev.sluice.spool.local;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A stretch of a file in memory, read ahead. Holds at most one frame and the read-ahead. Not thread-safe. */
final class FileWindow {
    private static final int READ_AHEAD_BYTES = 256 << 10;

    private final SegmentFile file;
    private byte[] bytes = new byte[READ_AHEAD_BYTES];
    private long start;
    private int length;

    FileWindow(SegmentFile file) {
        this.file = file;
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * Makes {@code [offset, offset + count)} of the file readable in {@link #bytes()}, as far as the file and {@code limit}
     * reach.
     *
     * @return the index of the byte at {@code offset}; {@link #available} says how many there are
     */
    int load(long offset, int count, long limit) throws IOException {
        long end = Math.min(offset + count, limit);
        if (offset < start || end > start + length) {
            fill(offset, Math.toIntExact(end - offset), limit);
        }
        return (int) (offset - start);
    }

    /** Bytes in memory from that place on. */
    int available(long offset) {
        return (int) (start + length - offset);
    }

    private void fill(long offset, int needed, long limit) throws IOException {
        if (needed > READ_AHEAD_BYTES || bytes.length > READ_AHEAD_BYTES) {
            bytes = new byte[Math.max(needed, READ_AHEAD_BYTES)];
        }
        start = offset;
        length = 0;
        ByteBuffer target = ByteBuffer.wrap(bytes, 0, (int) Math.min(bytes.length, limit - offset));
        while (target.hasRemaining()) {
            int read = file.read(target, start + target.position());
            if (read < 0) {
                break;
            }
            length = target.position();
        }
    }
}
