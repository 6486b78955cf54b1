package dev.sluice.deadletter;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Takes letters out of a file to which nothing is appended any more: what stays is written anew and takes its place. */
final class LetterRemoval {
    private final LetterFile file;
    private final Set<UUID> unwanted;
    private final Set<UUID> removed = new HashSet<>();
    private int lines;

    private LetterRemoval(LetterFile file, Set<UUID> unwanted) {
        this.file = file;
        this.unwanted = unwanted;
    }

    /** @param lines that were removed; more than {@code ids} if one letter stood there twice */
    record Removed(Set<UUID> ids, int lines) {}

    static Removed from(LetterFile file, Set<UUID> unwanted) throws IOException {
        var removal = new LetterRemoval(file, unwanted);
        file.forEachLine(
                line -> LetterFormat.idOf(line).filter(unwanted::contains).ifPresent(removal::note));
        if (removal.lines > 0) {
            removal.rewrite();
        }
        return new Removed(removal.removed, removal.lines);
    }

    private void note(UUID id) {
        removed.add(id);
        lines++;
    }

    private void rewrite() throws IOException {
        Path fresh = file.path().resolveSibling(file.path().getFileName() + ".new");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh), 64 << 10)) {
            file.forEachLine(line -> {
                if (LetterFormat.idOf(line).filter(unwanted::contains).isEmpty()) {
                    out.write(line);
                    out.write('\n');
                }
            });
        }
        // Its age counts from its newest letter.
        Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(file.path()));
        try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(fresh, file.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.path().resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
