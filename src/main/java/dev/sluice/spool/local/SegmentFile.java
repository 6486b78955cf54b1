package dev.sluice.spool.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file. Thin, so that tests can stand a failing disk or a power cut under the spool. */
interface SegmentFile extends Closeable {
    /** Writes some of the buffer at the end of what this handle wrote so far (from the start, if nothing). */
    int write(ByteBuffer source) throws IOException;

    /** Reads some bytes at that place; -1 at the end of the file. */
    int read(ByteBuffer target, long position) throws IOException;

    long size() throws IOException;

    void truncate(long length) throws IOException;

    /** Returns once the content is on the device. */
    void force() throws IOException;

    default void writeFully(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            write(source);
        }
    }
}
