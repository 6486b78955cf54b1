package dev.sluice.spool.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keeps two checkpoints. {@code checkpoint} is replaced often and without an fsync, so a power cut may tear it;
 * {@code checkpoint.prev} is the last one that was fsynced. The later one that can be read counts: events between the two are
 * then delivered again, with the same uuids. Segments are deleted only below a mark that is on the device.
 */
final class CheckpointFiles {
    private static final int MAX_BYTES = 16 << 20;

    private final SpoolFiles files;
    private final Path directory;
    private final Path current;
    private final Path synced;
    private final Path temporary;
    // After a checkpoint was written over the old one in place, the synced file lags behind segments that are deleted.
    private boolean isSyncedBehind;

    CheckpointFiles(SpoolFiles files, Path directory) {
        this.files = files;
        this.directory = directory;
        current = directory.resolve("checkpoint");
        synced = directory.resolve("checkpoint.prev");
        temporary = directory.resolve("checkpoint.tmp");
    }

    Optional<Checkpoint> load() throws IOException {
        Optional<Checkpoint> one = load(current);
        Optional<Checkpoint> other = load(synced);
        if (one.isPresent() && other.isPresent()) {
            return one.get().sequence() >= other.get().sequence() ? one : other;
        }
        return one.isPresent() ? one : other;
    }

    /** Whether there is any, readable or not. */
    boolean exists() {
        return files.exists(current) || files.exists(synced);
    }

    /** Replaces the frequent checkpoint. Survives a crash of the process. */
    void write(Checkpoint checkpoint) throws IOException {
        if (isSyncedBehind) {
            writeSynced(checkpoint);
        } else {
            writeTo(current, checkpoint, false);
        }
    }

    /** On return the checkpoint survives a power cut. */
    void writeSynced(Checkpoint checkpoint) throws IOException {
        try {
            writeTo(synced, checkpoint, true);
            files.forceDirectory(directory);
            isSyncedBehind = false;
        } catch (IOException e) {
            if (!DiskTrouble.isNoSpace(e) || !files.exists(current)) {
                throw e;
            }
            // On a full disk only deleting segments makes room, and that waits for a checkpoint. The blocks of the old
            // file
            // are there already. If this write is torn, the synced file still counts, and nothing is deleted yet.
            try (SegmentFile file = files.open(current)) {
                file.writeFully(checkpoint.encode());
                file.force();
            }
            // Its name may be as young as the last rename.
            files.forceDirectory(directory);
            isSyncedBehind = true;
        }
    }

    private void writeTo(Path target, Checkpoint checkpoint, boolean force) throws IOException {
        try {
            try (SegmentFile file = files.create(temporary)) {
                file.writeFully(checkpoint.encode());
                if (force) {
                    file.force();
                }
            }
            files.replace(temporary, target);
        } catch (IOException e) {
            files.deleteIfExists(temporary);
            throw e;
        }
    }

    private Optional<Checkpoint> load(Path path) throws IOException {
        try (SegmentFile file = files.open(path)) {
            byte[] bytes = new byte[(int) Math.min(MAX_BYTES, file.size())];
            ByteBuffer target = ByteBuffer.wrap(bytes);
            int read;
            do {
                read = file.read(target, target.position());
            } while (read > 0);
            return Checkpoint.decode(Arrays.copyOf(bytes, target.position()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
