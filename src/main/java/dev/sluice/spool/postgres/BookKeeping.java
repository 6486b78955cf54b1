package dev.sluice.spool.postgres;

import dev.sluice.spool.Share;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.postgres.ClaimedRows.Flush;
import dev.sluice.spool.postgres.ClaimedRows.Part;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what is done: deletes rows and changes the books, in one transaction. A transaction whose commit got no answer
 * is asked for by its number before anything is written again, so that nothing is booked twice. Used by one thread.
 */
final class BookKeeping {
    private static final String DELETE = "delete from spool_rows where id = any (?::bigint[]) and claimed_by = ?"
            + " returning id, done, octet_length(frames)";
    private static final String LOCK =
            "select id, done from spool_rows where id = any (?::bigint[]) and claimed_by = ? for update";
    private static final String MARK = "update spool_rows set done = ?, oldest = ? where id = ?";
    private static final String BOOK = """
            insert into spool_books as b
              (project, hour, slot, pending, bytes, delivered, duplicate, rejected, dead_lettered)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (project, hour, slot) do update set pending = b.pending + excluded.pending,
              bytes = b.bytes + excluded.bytes, delivered = b.delivered + excluded.delivered,
              duplicate = b.duplicate + excluded.duplicate, rejected = b.rejected + excluded.rejected,
              dead_lettered = b.dead_lettered + excluded.dead_lettered""";

    /** The server has not come to that number: a standby took over that had not got so far. */
    private static final String NOT_HERE_YET = "22023";

    private final ClaimedRows claimed;
    private final UUID replica;
    private final int slot;
    private @Nullable Flush underWay;
    private @Nullable String transaction;

    BookKeeping(ClaimedRows claimed, UUID replica, int slot) {
        this.claimed = claimed;
        this.replica = replica;
        this.slot = slot;
    }

    /** Brings the last attempt to its end, and then writes down this; {@code next} may give null for nothing. */
    void write(Connection connection, Supplier<@Nullable Flush> next) throws SQLException {
        if (!settleLast(connection)) {
            return;
        }
        Flush flush = next.get();
        if (flush == null) {
            return;
        }
        underWay = flush;
        boolean committed = false;
        connection.setAutoCommit(false);
        try {
            transaction = prepare(connection, flush);
            connection.commit();
            committed = true;
        } finally {
            if (committed) {
                end(true);
            } else if (transaction == null) {
                end(false);
            }
            leaveTransaction(connection, committed);
        }
    }

    /** Whether the fate of the last attempt is known by now. */
    private boolean settleLast(Connection connection) throws SQLException {
        String last = transaction;
        if (last == null) {
            return true;
        }
        @Nullable String status = status(connection, last);
        if ("in progress".equals(status)) {
            return false;
        }
        end("committed".equals(status));
        return true;
    }

    private static @Nullable String status(Connection connection, String transaction) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement("select pg_xact_status(?::xid8)")) {
            ask.setString(1, transaction);
            try (ResultSet answer = ask.executeQuery()) {
                return answer.next() ? answer.getString(1) : null;
            }
        } catch (SQLException e) {
            if (NOT_HERE_YET.equals(e.getSQLState())) {
                return null;
            }
            throw e;
        }
    }

    private void end(boolean booked) {
        Flush flush = underWay;
        underWay = null;
        transaction = null;
        if (flush == null) {
            return;
        }
        if (booked) {
            claimed.booked(flush);
        } else {
            claimed.notBooked(flush);
        }
    }

    /** Everything but the commit; the number of the transaction. */
    private String prepare(Connection connection, Flush flush) throws SQLException {
        // In one order in every transaction, or two of them could wait for each other.
        Map<Share, Entry> entries = new TreeMap<>();
        flush.totals().forEach((share, outcomes) -> entries.merge(share, new Entry(0, 0, outcomes), Entry::plus));
        delete(connection, flush.finished(), entries);
        mark(connection, flush.partial(), entries);
        book(connection, entries);
        try (Statement statement = connection.createStatement()) {
            // A crash of Postgres may forget it: books and rows go back together then, and what is sent again folds.
            statement.execute("set local synchronous_commit to off");
            try (ResultSet number = statement.executeQuery("select pg_current_xact_id()::text")) {
                if (!number.next()) {
                    throw new SQLException("no number for the transaction");
                }
                return number.getString(1);
            }
        }
    }

    private void delete(Connection connection, List<Part> finished, Map<Share, Entry> entries) throws SQLException {
        if (finished.isEmpty()) {
            return;
        }
        Map<Long, Part> byId = byId(finished);
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setArray(1, RowStore.longs(connection, List.copyOf(byId.keySet())));
            delete.setObject(2, replica);
            try (ResultSet rows = delete.executeQuery()) {
                while (rows.next()) {
                    Part part = of(byId, rows.getLong(1));
                    add(part, RowStore.bits(rows.getBytes(2)), entries);
                    Entry room = new Entry(0, -rows.getLong(3), Outcomes.NONE);
                    entries.merge(part.row().share(), room, Entry::plus);
                }
            }
        }
    }

    private void mark(Connection connection, List<Part> partial, Map<Share, Entry> entries) throws SQLException {
        if (partial.isEmpty()) {
            return;
        }
        Map<Long, Part> byId = byId(partial);
        try (PreparedStatement lock = connection.prepareStatement(LOCK);
                PreparedStatement mark = connection.prepareStatement(MARK)) {
            lock.setArray(1, RowStore.longs(connection, List.copyOf(byId.keySet())));
            lock.setObject(2, replica);
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    Part part = of(byId, rows.getLong(1));
                    BitSet before = RowStore.bits(rows.getBytes(2));
                    add(part, before, entries);
                    before.or(part.done());
                    mark.setBytes(1, before.toByteArray());
                    mark.setLong(2, part.row().oldestWithout(before));
                    mark.setLong(3, part.row().id());
                    mark.addBatch();
                }
            }
            mark.executeBatch();
        }
    }

    private void add(Part part, BitSet bookedBefore, Map<Share, Entry> entries) {
        claimed.outcomes(part, bookedBefore)
                .forEach((share, outcomes) ->
                        entries.merge(share, new Entry(-outcomes.sum(), 0, outcomes), Entry::plus));
    }

    private void book(Connection connection, Map<Share, Entry> entries) throws SQLException {
        try (PreparedStatement book = connection.prepareStatement(BOOK)) {
            for (Map.Entry<Share, Entry> each : entries.entrySet()) {
                Entry entry = each.getValue();
                book.setString(1, each.getKey().project());
                book.setLong(2, each.getKey().hourMillis());
                book.setInt(3, slot);
                book.setLong(4, entry.pending());
                book.setLong(5, entry.bytes());
                book.setLong(6, entry.outcomes().delivered());
                book.setLong(7, entry.outcomes().duplicate());
                book.setLong(8, entry.outcomes().rejected());
                book.setLong(9, entry.outcomes().deadLettered());
                book.addBatch();
            }
            book.executeBatch();
        }
    }

    private static void leaveTransaction(Connection connection, boolean committed) throws SQLException {
        if (committed) {
            connection.setAutoCommit(true);
        } else if (!connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static Map<Long, Part> byId(List<Part> parts) {
        Map<Long, Part> byId = new HashMap<>();
        parts.forEach(part -> byId.put(part.row().id(), part));
        return byId;
    }

    private static Part of(Map<Long, Part> byId, long id) {
        Part part = byId.get(id);
        if (part == null) {
            throw new IllegalStateException("row " + id + " was not asked for");
        }
        return part;
    }

    private record Entry(long pending, long bytes, Outcomes outcomes) {
        Entry plus(Entry other) {
            return new Entry(pending + other.pending, bytes + other.bytes, outcomes.plus(other.outcomes));
        }
    }
}
