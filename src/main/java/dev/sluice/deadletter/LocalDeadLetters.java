package dev.sluice.deadletter;

import dev.sluice.config.SluiceConfig;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Dead letters as lines of JSON in the data directory: the first, durable place of every letter. Threads that add at the
 * same time share one fsync. Ids are kept in memory ({@value #KNOWN_IDS} of them) so that a letter is written once;
 * a repeat of a letter older than that is written again and folded when it is read or moved.
 */
@Singleton
@Typed(LocalDeadLetters.class)
public final class LocalDeadLetters implements DeadLetters, AutoCloseable {
    private static final long MAX_FILE_BYTES = 64L << 20;
    private static final int KNOWN_IDS = 200_000;

    private final Path directory;
    private final LetterFormat format = new LetterFormat();
    private final LetterWriter writer;

    @Inject
    LocalDeadLetters(SluiceConfig config) {
        this(config.dataDir().resolve("dead-letters"), MAX_FILE_BYTES);
    }

    LocalDeadLetters(Path directory, long maxFileBytes) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            writer = open(directory, maxFileBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("dead letters cannot be opened in " + directory, e);
        }
    }

    private static LetterWriter open(Path directory, long maxFileBytes) throws IOException {
        var known = new RecentIds(KNOWN_IDS);
        var count = new LongAdder();
        List<LetterFile> files = LetterFile.in(directory);
        long next = files.isEmpty() ? 1 : files.getLast().number() + 1;
        var log = new LetterLog(directory, maxFileBytes, next);
        for (LetterFile file : files) {
            long whole = file.forEachLine(line -> {
                count.increment();
                LetterFormat.idOf(line).ifPresent(known::add);
            });
            if (file.number() + 1 == next) {
                log.resume(file, whole);
            }
        }
        return new LetterWriter(directory, log, known, count.sum());
    }

    @Override
    public void add(DeadLetter letter) {
        try {
            writer.add(letter.id(), format.write(letter));
        } catch (IOException e) {
            throw new UncheckedIOException("a dead letter cannot be kept in " + directory, e);
        }
    }

    @Override
    public List<DeadLetter> newest(int limit) {
        try {
            List<DeadLetter> letters = new ArrayList<>();
            for (LetterFile file : LetterFile.in(directory).reversed()) {
                if (letters.size() >= limit) {
                    break;
                }
                for (byte[] line : file.lastLines(limit - letters.size())) {
                    format.read(line).ifPresent(letters::add);
                }
            }
            return NewestFirst.of(letters, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("dead letters cannot be read in " + directory, e);
        }
    }

    @Override
    public long count() {
        return writer.count();
    }

    /**
     * Hands over every letter, the oldest first, in groups of bounded size, and forgets a file of letters once the
     * receiver has returned for all of them. If the receiver throws, or the process dies, they are handed over again: it
     * must fold repeats. One caller at a time.
     */
    void drainTo(Consumer<List<DeadLetter>> receiver) {
        try {
            for (LetterFile file : writer.endFile()) {
                drain(file, receiver);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("dead letters cannot be read in " + directory, e);
        }
    }

    private void drain(LetterFile file, Consumer<List<DeadLetter>> receiver) throws IOException {
        var handover = new Handover(receiver);
        file.forEachLine(line -> handover.take(format.read(line), line.length));
        handover.flush();
        if (handover.damaged() == 0) {
            Files.delete(file.path());
        } else {
            Path aside = file.path().resolveSibling(file.path().getFileName() + ".damaged");
            Files.move(file.path(), aside);
            Log.warnf("dead letters: %d damaged lines are kept aside in %s", handover.damaged(), aside);
        }
        writer.handedOver(handover.lines());
    }

    @Override
    @PreDestroy
    public void close() {
        writer.close();
    }
}
