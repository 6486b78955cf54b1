package dev.sluice.deadletter;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One at a time moves, changes or removes letters of the data directory; whoever has to wait too long is told so. */
final class FolderLock {
    private static final long PATIENCE_SECONDS = 10;

    private final ReentrantLock lock = new ReentrantLock();

    /** Something that is done with files. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    <T> T alone(Work<T> work) throws IOException {
        try {
            if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("letters are being moved to Postgres at the moment");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the dead letters");
        }
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }
}
