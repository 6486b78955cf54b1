package dev.sluice.spool.postgres;

import dev.sluice.spool.RareLog;
import io.quarkus.logging.Log;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes down what is done, keeps the books short, shows that this replica is alive, and gives the rows of dead ones to the living. */
final class Keeper implements Runnable {
    private static final int RENEWALS_PER_LEASE = 4;
    private static final long FOLD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Sessions sessions;
    private final RowStore store;
    private final ClaimedRows claimed;
    private final BookKeeping books;
    private final PostgresSpoolOptions options;
    private final Runnable rowsCameFree;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final RareLog rare = new RareLog();
    private long nextRenewalNanos = System.nanoTime();
    private long nextFoldNanos = System.nanoTime();

    Keeper(
            Sessions sessions,
            RowStore store,
            ClaimedRows claimed,
            BookKeeping books,
            PostgresSpoolOptions options,
            Runnable rowsCameFree) {
        this.sessions = sessions;
        this.store = store;
        this.claimed = claimed;
        this.books = books;
        this.options = options;
        this.rowsCameFree = rowsCameFree;
    }

    @Override
    public void run() {
        try {
            while (!closed.await(options.flushInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                keep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leave();
    }

    void close() {
        closed.countDown();
    }

    private void keep() throws InterruptedException {
        try {
            if (System.nanoTime() - nextRenewalNanos >= 0) {
                sessions.call(options.writeTimeout(), this::showLife);
                nextRenewalNanos = System.nanoTime() + options.lease().toNanos() / RENEWALS_PER_LEASE;
            }
            if (claimed.hasNews(options.partialAfter())) {
                sessions.call(options.writeTimeout(), connection -> write(connection, options.partialAfter()));
            }
            if (System.nanoTime() - nextFoldNanos >= 0) {
                // First the time, so that one that fails does not keep the others from their turn.
                nextFoldNanos = System.nanoTime() + FOLD_NANOS;
                sessions.call(options.writeTimeout(), HourTable::fold);
            }
        } catch (SQLException e) {
            if (rare.permits()) {
                Log.warnf("spool: %s; what is delivered is written down as soon as it does", Availability.words(e));
            }
            closed.await(options.lookInterval().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException | Error e) {
            // The loop goes on: without it the lease would run out.
            if (rare.permits()) {
                Log.errorf(
                        "spool: writing down what is done failed (%s); this is a mistake in Sluice or a lack of memory",
                        e.getClass().getSimpleName());
            }
            closed.await(options.lookInterval().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean showLife(Connection connection) throws SQLException {
        store.renew(connection, options.lease());
        if (store.buryTheDead(connection) > 0) {
            Log.info("spool: a replica has not been heard of; what it had accepted is delivered by the others");
            rowsCameFree.run();
        }
        return true;
    }

    private boolean write(Connection connection, Duration partialAfter) throws SQLException {
        books.write(connection, () -> claimed.flush(partialAfter));
        return true;
    }

    /** What cannot be said now the lease says later. */
    private void leave() {
        try {
            sessions.call(options.writeTimeout(), connection -> {
                write(connection, Duration.ZERO);
                store.leave(connection);
                return true;
            });
        } catch (SQLException e) {
            Log.warnf(
                    "spool: %s; what this replica had in hand is taken over in %d s, and events that were delivered"
                            + " last may be sent again",
                    Availability.words(e), options.lease().toSeconds());
        }
    }
}
