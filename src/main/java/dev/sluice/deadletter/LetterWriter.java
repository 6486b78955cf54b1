package dev.sluice.deadletter;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes letters so that each is on the disk once, and threads that add at the same time share one fsync: whoever finds
 * nobody at it does it for all that wait. A lock and not {@code synchronized}, because it is let go during the fsync.
 */
final class LetterWriter implements AutoCloseable {
    private final Path directory;
    private final RecentIds known;
    private final LetterLog log;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition groupEnded = lock.newCondition();
    /** Letters that are written but not yet durable, with the group whose fsync they wait for. */
    private final Map<UUID, Group> unsynced = new HashMap<>();

    private Group open = new Group();
    private boolean syncing;
    private long syncedLength;
    private long count;

    /**
     * @param log whose content is durable already
     * @param known ids of letters that are there
     * @param count of letters that are there
     */
    LetterWriter(Path directory, LetterLog log, RecentIds known, long count) {
        this.directory = directory;
        this.log = log;
        this.known = known;
        this.syncedLength = log.length();
        this.count = count;
    }

    /** Writes the line unless its id is known; on return the letter is durable. */
    void add(UUID id, byte[] line) throws IOException {
        lock.lock();
        try {
            while (log.isFull()) {
                awaitSync();
                if (log.isFull()) {
                    seal();
                }
            }
            // From here to the append the lock is held, so that two threads never both find an id unknown.
            if (known.contains(id)) {
                // The first copy may still be on its way to the disk: this one is durable when that one is.
                Group first = unsynced.get(id);
                if (first != null) {
                    await(first);
                }
                return;
            }
            await(append(id, line));
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

    /** What the files hold. */
    long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the current file and lists all there are: nothing will be appended to any of them. */
    List<LetterFile> endFile() throws IOException {
        lock.lock();
        try {
            awaitSync();
            seal();
            return LetterFile.in(directory);
        } finally {
            lock.unlock();
        }
    }

    /** Letters have left the files. Their ids stay known: a repeat of one that was handed over is not written again. */
    void handedOver(int letters) {
        lock.lock();
        try {
            // Not below none: a file that had to be abandoned may hold letters whose add had failed.
            count = Math.max(0, count - letters);
        } finally {
            lock.unlock();
        }
    }

    /** Letters are gone for good: should one come again, it is written again. */
    void forget(Collection<UUID> ids) {
        lock.lock();
        try {
            ids.forEach(known::remove);
        } finally {
            lock.unlock();
        }
    }

    @Override
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
