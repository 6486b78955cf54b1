package dev.sluice.spool.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The operations on files that the spool needs. */
interface SpoolFiles {
    void createDirectories(Path directory) throws IOException;

    /** A new file for writing; what had the name before is deleted. */
    SegmentFile create(Path file) throws IOException;

    /** An existing file, for reading, truncating and overwriting. */
    SegmentFile open(Path file) throws IOException;

    List<Path> list(Path directory) throws IOException;

    boolean exists(Path file);

    void deleteIfExists(Path file) throws IOException;

    /** Renames, replacing the target in one step. */
    void replace(Path source, Path target) throws IOException;

    /** Returns once creations, renames and deletions in the directory are on the device. */
    void forceDirectory(Path directory) throws IOException;

    /**
     * Holds the file locked against other processes until it is closed.
     *
     * @throws IOException saying so if another process has it
     */
    Closeable lock(Path file) throws IOException;
}
