package dev.sluice.deadletter;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Removes whole files of letters for good. Whoever asks holds the lock of the folder. */
final class LetterPurge {
    private final Path directory;
    private final LetterBounds bounds;
    private final InstantSource clock;
    private final LetterWriter writer;
    private final LetterChanges changes;
    private final LongAdder discarded = new LongAdder();

    LetterPurge(Path directory, LetterBounds bounds, InstantSource clock, LetterWriter writer, LetterChanges changes) {
        this.directory = directory;
        this.bounds = bounds;
        this.clock = clock;
        this.writer = writer;
        this.changes = changes;
    }

    /** Files beyond the bounds; never the one that is being written to. */
    boolean beyondBounds() throws IOException {
        for (LetterFile file : bounds.exceeding(LetterFile.in(directory), clock.instant())) {
            discard(file);
        }
        return true;
    }

    /** The file that is being written to, if all in it is too old. */
    boolean idle() throws IOException {
        Instant now = clock.instant();
        List<LetterFile> files = LetterFile.in(directory);
        if (!files.isEmpty() && bounds.isOld(files.getLast(), now)) {
            // Asked again once nothing is appended to it any more: a letter may have come.
            for (LetterFile file : writer.endFile()) {
                if (bounds.isOld(file, now)) {
                    discard(file);
                }
            }
        }
        return true;
    }

    /** How many letters went since the start. */
    long discarded() {
        return discarded.sum();
    }

    private void discard(LetterFile file) throws IOException {
        Set<UUID> ids = new HashSet<>();
        var lines = new AtomicLong();
        file.forEachLine(line -> {
            lines.incrementAndGet();
            LetterFormat.idOf(line).ifPresent(ids::add);
        });
        Files.delete(file.path());
        writer.handedOver(lines.intValue());
        writer.forget(ids);
        changes.forget(ids);
        discarded.add(lines.get());
        Log.warnf(
                "dead letters: the %d oldest were removed for good, since more than %d bytes or %d days of them are not"
                        + " kept here (SLUICE_DEAD_LETTERS_MAX_BYTES, SLUICE_DEAD_LETTERS_MAX_AGE)",
                lines.get(), bounds.maxBytes(), bounds.maxAge().toDays());
    }
}
