package dev.sluice.spool.postgres;

import dev.sluice.spool.AppendQueue;
import dev.sluice.spool.AppendQueue.Append;
import dev.sluice.spool.Lineage;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.trace.Fact;
import dev.sluice.trace.Span;
import dev.sluice.trace.Step;
import dev.sluice.trace.Tracing;
import io.quarkus.logging.Log;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Stores what waits, as much at a time as a transaction takes, and answers when it is committed. Several of them work on one
 * queue, each on a connection of its own: while one waits for the disk of the server, the next is on its way.
 */
final class RowWriter implements Runnable {
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AppendQueue queue;
    private final Sessions sessions;
    private final RowStore store;
    private final PostgresSpoolOptions options;
    private final Availability availability;
    private final Tracing tracing;
    private final LongConsumer stored;
    private final Runnable readable;
    private final int slot;

    /**
     * @param stored is told how many bytes were committed, before the senders are
     * @param readable is called after that
     */
    RowWriter(
            AppendQueue queue,
            Sessions sessions,
            RowStore store,
            PostgresSpoolOptions options,
            Availability availability,
            Tracing tracing,
            LongConsumer stored,
            Runnable readable,
            int slot) {
        this.queue = queue;
        this.sessions = sessions;
        this.store = store;
        this.options = options;
        this.availability = availability;
        this.tracing = tracing;
        this.stored = stored;
        this.readable = readable;
        this.slot = slot;
    }

    @Override
    public void run() {
        while (!queue.isFinished()) {
            List<Append> group = queue.take(options.groupBytes(), WAIT_NANOS);
            if (!group.isEmpty()) {
                store(group);
            }
        }
    }

    private void store(List<Append> group) {
        String problem = availability.problem();
        if (!problem.isEmpty()) {
            fail(group, problem);
            return;
        }
        Span span = Lineage.start(
                tracing,
                Step.POSTGRES,
                group.stream().flatMap(append -> append.frames().stream()).toList());
        try {
            span.set(Fact.DATABASE, "postgresql").set(Fact.DATABASE_OPERATION, "append");
            if (!commit(group, span)) {
                return;
            }
        } finally {
            span.end();
        }
        stored.accept(group.stream().mapToLong(Append::bytes).sum());
        // First the answer, then the reader: an outcome must not be told before the arrival.
        group.forEach(append -> append.result().complete(null));
        readable.run();
    }

    /** Whether it is stored; else the senders have been told. */
    private boolean commit(List<Append> group, Span span) {
        long began = System.nanoTime();
        try {
            List<NewRow> rows = NewRow.of(group, options.rowBytes());
            sessions.call(options.writeTimeout(), connection -> {
                store.append(connection, rows, slot);
                return rows;
            });
            availability.stored();
            return true;
        } catch (SQLException e) {
            // Also where the commit may have happened and only its answer was lost: the sender repeats, and the copy is
            // a duplicate.
            span.failed(e.getClass().getSimpleName());
            availability.failed(e, began);
            fail(group, Availability.words(e));
            return false;
        } catch (RuntimeException | Error e) {
            // The loop goes on: without it every later append would wait for ever.
            span.failed(e.getClass().getSimpleName());
            String words = "storing events failed (" + e.getClass().getSimpleName() + ")";
            Log.errorf("spool: %s; this is a mistake in Sluice or a lack of memory", words);
            fail(group, words);
            return false;
        }
    }

    private static void fail(List<Append> group, String problem) {
        SpoolUnavailableException unavailable = new SpoolUnavailableException(problem);
        group.forEach(append -> append.result().completeExceptionally(unavailable));
    }
}
