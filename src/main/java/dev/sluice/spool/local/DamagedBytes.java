package dev.sluice.spool.local;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Keeps a copy of bytes that are no frame any more, for people to look at. They have been through the firewall. */
final class DamagedBytes {
    private static final int CHUNK_BYTES = 64 << 10;

    private final SpoolFiles files;
    private final Path directory;

    DamagedBytes(SpoolFiles files, Path spoolDirectory) {
        this.files = files;
        this.directory = spoolDirectory.resolve("damaged");
    }

    /** Reports the place and copies it aside. Never fails: what can still be read matters more. */
    void report(Found.Lost lost) {
        Path segment = lost.segment().path().getFileName();
        Log.errorf(
                "spool: %d events from %d on are lost: bytes %d to %d of %s are damaged or missing."
                        + " They count as dead-lettered; a copy of the bytes is in %s",
                lost.events(), lost.ordinal(), lost.from(), lost.to(), segment, directory);
        keep(lost.segment(), lost.from(), lost.to());
    }

    /** The same for what is about to be cut off: a last frame that rotted cannot be told from a write that was cut short. */
    void keep(Found.Torn torn) {
        keep(torn.segment(), torn.from(), torn.to());
    }

    private void keep(Segment segment, long from, long to) {
        if (to <= from) {
            return;
        }
        try {
            copy(segment, from, to, directory.resolve(segment.path().getFileName() + "-" + from + ".bin"));
        } catch (IOException e) {
            Log.warnf(
                    "spool: no copy of damaged bytes could be made (%s)",
                    e.getClass().getSimpleName());
        }
    }

    private void copy(Segment segment, long from, long to, Path target) throws IOException {
        files.createDirectories(directory);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        try (SegmentFile source = files.open(segment.path());
                SegmentFile copy = files.create(target)) {
            long at = from;
            while (at < to) {
                chunk.clear().limit((int) Math.min(CHUNK_BYTES, to - at));
                int read = source.read(chunk, at);
                if (read <= 0) {
                    return;
                }
                at += read;
                copy.writeFully(chunk.flip());
            }
        }
    }
}
