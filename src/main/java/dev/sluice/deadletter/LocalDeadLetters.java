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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
    private final RecentIds known = new RecentIds(KNOWN_IDS);
    private final LetterLog log;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition groupEnded = lock.newCondition();
    /** Letters that are written but not yet durable, with the group whose fsync they wait for. */
    private final Map<UUID, Group> unsynced = new HashMap<>();

    private Group open = new Group();
    private boolean syncing;
    private long syncedLength;
    private long count;

    @Inject
    LocalDeadLetters(SluiceConfig config) {
        this(config.dataDir().resolve("dead-letters"), MAX_FILE_BYTES);
    }

    LocalDeadLetters(Path directory, long maxFileBytes) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            List<LetterFile> files = LetterFile.in(directory);
            long next = files.isEmpty() ? 1 : files.getLast().number() + 1;
            log = new LetterLog(directory, maxFileBytes, next);
            for (LetterFile file : files) {
                long whole = file.forEachLine(this::index);
                if (file.number() + 1 == next) {
                    log.resume(file, whole);
                    syncedLength = whole;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("dead letters cannot be opened in " + directory, e);
        }
    }

    private void index(byte[] line) {
        count++;
        LetterFormat.idOf(line).ifPresent(known::add);
    }

    @Override
    public void add(DeadLetter letter) {
        byte[] line = format.write(letter);
        lock.lock();
        try {
            while (log.isFull()) {
                awaitSync();
                if (log.isFull()) {
                    seal();
                }
            }
            // From here to the append the lock is held, so that two threads never both find an id unknown.
            if (known.contains(letter.id())) {
                // The first copy may still be on its way to the disk: this one is durable when that one is.
                Group first = unsynced.get(letter.id());
                if (first != null) {
                    await(first);
                }
                return;
            }
            await(append(letter.id(), line));
        } catch (IOException e) {
            throw new UncheckedIOException("a dead letter cannot be kept in " + directory, e);
        } finally {
            lock.unlock();
        }
    }

    private Group append(UUID id, byte[] line) throws IOException {
        try {
            log.append(line);
        } catch (IOException e) {
            if (log.isBroken()) {
                abandonFile();
            }
            throw e;
        }
        known.add(id);
        count++;
        Group group = open;
        group.ids.add(id);
        unsynced.put(id, group);
        return group;
    }

    /** Waits until the group is durable; whoever finds nobody at it does the fsync for all that wait. */
    private void await(Group group) throws IOException {
        while (group.state == State.PENDING) {
            if (syncing) {
                groupEnded.awaitUninterruptibly();
            } else {
                syncOpenGroup();
            }
        }
        if (group.state == State.FAILED) {
            throw new IOException("the disk did not confirm the write");
        }
    }

    private void syncOpenGroup() {
        Group group = open;
        long upTo = log.length();
        open = new Group();
        syncing = true;
        lock.unlock();
        boolean confirmed = force();
        lock.lock();
        syncing = false;
        settle(group, upTo, confirmed);
        groupEnded.signalAll();
    }

    private boolean force() {
        try {
            log.force();
            return true;
        } catch (IOException e) {
            Log.errorf("dead letters: the disk did not confirm a write in %s", directory);
            return false;
        }
    }

    private void settle(Group group, long upTo, boolean confirmed) {
        if (confirmed) {
            syncedLength = upTo;
            end(group, State.DURABLE);
        } else {
            end(group, State.FAILED);
            abandonFile();
        }
    }

    private void awaitSync() {
        while (syncing) {
            groupEnded.awaitUninterruptibly();
        }
    }

    /** After a failed fsync nothing that follows the last good one can be trusted, so nobody is told that it is safe. */
    private void abandonFile() {
        awaitSync();
        log.abandonAfter(syncedLength);
        syncedLength = 0;
        end(open, State.FAILED);
        open = new Group();
    }

    private void end(Group group, State state) {
        group.state = state;
        group.ids.forEach(unsynced::remove);
        if (state == State.FAILED) {
            group.ids.forEach(known::remove);
            count -= group.ids.size();
        }
    }

    /** Ends the current file, with everything in it durable. The caller holds the lock and nobody is syncing. */
    private void seal() {
        if (!open.ids.isEmpty()) {
            Group group = open;
            open = new Group();
            settle(group, log.length(), force());
            groupEnded.signalAll();
        }
        log.close();
        syncedLength = 0;
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
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands over every letter, the oldest first, in groups of bounded size, and forgets a file of letters once the
     * receiver has returned for all of them. If the receiver throws, or the process dies, they are handed over again: it
     * must fold repeats. One caller at a time.
     */
    void drainTo(Consumer<List<DeadLetter>> receiver) {
        try {
            for (LetterFile file : sealedFiles()) {
                drain(file, receiver);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("dead letters cannot be read in " + directory, e);
        }
    }

    private List<LetterFile> sealedFiles() throws IOException {
        lock.lock();
        try {
            if (count == 0) {
                return List.of();
            }
            awaitSync();
            seal();
            return LetterFile.in(directory);
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            count -= handover.lines();
        } finally {
            lock.unlock();
        }
    }

    @Override
    @PreDestroy
    public void close() {
        lock.lock();
        try {
            awaitSync();
            seal();
        } finally {
            lock.unlock();
        }
    }

    private enum State {
        PENDING,
        DURABLE,
        FAILED
    }

    /** Letters that share an fsync. */
    private static final class Group {
        private final List<UUID> ids = new ArrayList<>();
        private State state = State.PENDING;
    }
}
