package dev.sluice.spool.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at the books of all replicas, and at whether Postgres answers and stores, twice a second. */
final class Look implements Runnable {
    private static final String TRY_TO_WRITE =
            "insert into spool_books (project, slot) values ('', ?) on conflict (project, hour, slot) do update"
                    + " set pending = 0";

    private final Sessions sessions;
    private final PostgresSpoolOptions options;
    private final Availability availability;
    private final int slot;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong bytesSince = new AtomicLong();
    private volatile SharedBooks books = SharedBooks.UNKNOWN;
    private volatile boolean isKnown;

    Look(Sessions sessions, PostgresSpoolOptions options, Availability availability, int slot) {
        this.sessions = sessions;
        this.options = options;
        this.availability = availability;
        this.slot = slot;
    }

    @Override
    public void run() {
        try {
            do {
                now();
            } while (!closed.await(options.lookInterval().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        closed.countDown();
    }

    SharedBooks books() {
        return books;
    }

    /** Whether Postgres has been reached since the start. */
    boolean isKnown() {
        return isKnown;
    }

    /** What the rows occupy, with what this replica stored since the books were looked at. */
    long bytes() {
        return books.bytes() + bytesSince.get();
    }

    void stored(long bytes) {
        bytesSince.addAndGet(bytes);
    }

    private void now() {
        long began = System.nanoTime();
        try {
            long before = bytesSince.get();
            books = sessions.call(options.lookTimeout(), connection -> {
                SharedBooks read = SharedBooks.read(connection);
                if (!availability.isAvailable()) {
                    // A full disk and a standby answer questions all the same.
                    tryToWrite(connection);
                }
                return read;
            });
            bytesSince.addAndGet(-before);
            isKnown = true;
            availability.succeeded();
        } catch (SQLException e) {
            availability.failed(e, began);
        } catch (RuntimeException | Error e) {
            // The loop goes on: without it nothing would notice that Postgres is back.
            availability.failed(new SQLException(e), began);
        }
    }

    private void tryToWrite(Connection connection) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(TRY_TO_WRITE)) {
            write.setInt(1, slot);
            write.executeUpdate();
        }
    }
}
