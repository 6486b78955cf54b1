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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Dead letters as lines of JSON in the data directory: the first, durable place of every letter. Threads that add at the
 * same time share one fsync. Ids are kept in memory ({@value #KNOWN_IDS} of them) so that a letter is written once;
 * a repeat of a letter older than that is written again and folded when it is read or moved. Bounded: the oldest file of
 * letters goes when all together are too many or it is too old, with a warning and a count.
 */
@Singleton
@Typed(LocalDeadLetters.class)
public final class LocalDeadLetters implements DeadLetters, DeadLetterOffice, AutoCloseable {
    private static final int KNOWN_IDS = 200_000;
    private static final Duration UNBOUNDED = Duration.ofDays(36_500);

    private final Path directory;
    private final LetterBounds bounds;
    private final InstantSource clock;
    private final LetterFormat format = new LetterFormat();
    private final LetterWriter writer;
    private final LetterChanges changes;
    private final LetterSearch search;
    private final LetterPurge purge;
    /** Held by whoever moves, changes or removes what is there; never while adding or reading. */
    private final FolderLock folder = new FolderLock();

    private final AtomicLong unchecked = new AtomicLong();

    @Inject
    LocalDeadLetters(SluiceConfig config, InstantSource clock) {
        this(config, new LetterBounds(config.deadLettersMaxBytes().asLongValue(), config.deadLettersMaxAge()), clock);
    }

    private LocalDeadLetters(SluiceConfig config, LetterBounds bounds, InstantSource clock) {
        this(config.dataDir().resolve("dead-letters"), bounds.maxFileBytes(), bounds, clock);
    }

    LocalDeadLetters(Path directory, long maxFileBytes) {
        this(directory, maxFileBytes, new LetterBounds(Long.MAX_VALUE, UNBOUNDED), InstantSource.system());
    }

    LocalDeadLetters(Path directory, long maxFileBytes, LetterBounds bounds, InstantSource clock) {
        this.directory = directory;
        this.bounds = bounds;
        this.clock = clock;
        try {
            Files.createDirectories(directory);
            changes = LetterChanges.open(directory);
            writer = open(directory, maxFileBytes, changes);
        } catch (IOException e) {
            throw new UncheckedIOException("dead letters cannot be opened in " + directory, e);
        }
        purge = new LetterPurge(directory, bounds, clock, writer, changes);
        search = new LetterSearch(directory, format, changes, HostName.own());
    }

    private static LetterWriter open(Path directory, long maxFileBytes, LetterChanges changes) throws IOException {
        var known = new RecentIds(KNOWN_IDS);
        var count = new LongAdder();
        Set<UUID> changed = new HashSet<>();
        List<LetterFile> files = LetterFile.in(directory);
        long next = files.isEmpty() ? 1 : files.getLast().number() + 1;
        var log = new LetterLog(directory, maxFileBytes, next);
        for (LetterFile file : files) {
            long whole = file.forEachLine(line -> {
                count.increment();
                LetterFormat.idOf(line).ifPresent(id -> {
                    known.add(id);
                    if (changes.has(id)) {
                        changed.add(id);
                    }
                });
            });
            if (file.number() + 1 == next) {
                log.resume(file, whole);
            }
        }
        changes.retain(changed);
        return new LetterWriter(directory, log, known, count.sum());
    }

    @Override
    public void add(DeadLetter letter) {
        byte[] line = format.write(letter);
        try {
            writer.add(letter.id(), line);
        } catch (IOException e) {
            throw new UncheckedIOException("a dead letter cannot be kept in " + directory, e);
        }
        if (unchecked.addAndGet(line.length) >= bounds.maxFileBytes()) {
            unchecked.set(0);
            enforceBounds();
        }
    }

    @Override
    public List<DeadLetter> newest(int limit) {
        return asked(() -> {
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
        });
    }

    @Override
    public long count() {
        return writer.count();
    }

    Instant now() {
        return clock.instant();
    }

    /** How many letters went because there were too many, since the start. */
    public long discarded() {
        return purge.discarded();
    }

    @Override
    public LetterPage find(LetterFilter filter, Optional<LetterCursor> after, int limit) {
        return asked(() -> LetterPage.of(search.find(filter, after, limit + 1), limit, true));
    }

    @Override
    public Optional<FiledLetter> letter(UUID id) {
        return asked(() -> search.letter(id));
    }

    @Override
    public List<LetterCount> counts() {
        return asked(search::counts);
    }

    @Override
    public boolean edit(UUID id, String event, Instant at) {
        return change(id, state -> state.edited(event, at));
    }

    @Override
    public boolean markReplayed(UUID id, Instant at) {
        return change(id, state -> state.replayed(at));
    }

    private boolean change(UUID id, UnaryOperator<LetterState> next) {
        return asked(() -> folder.alone(() -> {
            if (!search.present(List.of(id)).contains(id)) {
                return false;
            }
            changes.change(id, next.apply(changes.of(id)));
            return true;
        }));
    }

    @Override
    public int delete(Collection<UUID> ids) {
        return asked(() -> folder.alone(() -> {
            Set<UUID> unwanted = Set.copyOf(ids);
            Set<UUID> removed = new HashSet<>();
            // Forgotten in any case: a letter that has moved on is not here, but would be known.
            writer.forget(unwanted);
            for (LetterFile file : writer.endFile()) {
                LetterRemoval.Removed some = LetterRemoval.from(file, unwanted);
                writer.handedOver(some.lines());
                removed.addAll(some.ids());
            }
            changes.forget(removed);
            return removed.size();
        }));
    }

    /** Removes what is beyond the bounds; whoever is moving letters meanwhile makes room himself. */
    void enforceBounds() {
        try {
            folder.alone(purge::beyondBounds);
        } catch (IOException e) {
            Log.warnf("dead letters: the bounds of %s could not be kept: %s", directory, e.getMessage());
        }
    }

    /**
     * The same, and also of the file that is being written to, if no letter has come for as long as letters are kept.
     *
     * @throws UncheckedIOException if the files cannot be read or deleted
     */
    void removeOld() {
        asked(() -> folder.alone(() -> purge.beyondBounds() && purge.idle()));
    }

    /**
     * Hands over every letter, the oldest first, in groups of bounded size, and forgets a file of letters once the
     * receiver has returned for all of them. If the receiver throws, or the process dies, they are handed over again: it
     * must fold repeats. One caller at a time.
     */
    void drainTo(Consumer<List<DeadLetter>> receiver) {
        drainFiledTo(
                group -> receiver.accept(group.stream().map(FiledLetter::letter).toList()));
    }

    /** The same, with what people did with them. */
    void drainFiledTo(Consumer<List<FiledLetter>> receiver) {
        asked(() -> {
            for (LetterFile file : writer.endFile()) {
                folder.alone(() -> drain(file, receiver));
            }
            return true;
        });
    }

    private boolean drain(LetterFile file, Consumer<List<FiledLetter>> receiver) throws IOException {
        if (Files.notExists(file.path())) {
            return false;
        }
        var handover = new Handover(receiver);
        Set<UUID> ids = new HashSet<>();
        file.forEachLine(line -> {
            Optional<FiledLetter> filed = format.read(line).map(search::filed);
            filed.ifPresent(letter -> ids.add(letter.letter().id()));
            handover.take(filed, line.length);
        });
        handover.flush();
        if (handover.damaged() == 0) {
            Files.delete(file.path());
        } else {
            Path aside = file.path().resolveSibling(file.path().getFileName() + ".damaged");
            Files.move(file.path(), aside);
            Log.warnf("dead letters: %d damaged lines are kept aside in %s", handover.damaged(), aside);
        }
        writer.handedOver(handover.lines());
        changes.forget(ids);
        return true;
    }

    private <T> T asked(FolderLock.Work<T> question) {
        try {
            return question.run();
        } catch (IOException e) {
            throw new UncheckedIOException("dead letters in " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    @PreDestroy
    public void close() {
        writer.close();
        try {
            changes.close();
        } catch (IOException e) {
            Log.debug("dead letters: the file of changes was closed already");
        }
    }
}
