package dev.sluice.spool.postgres;

import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is stored and what became of the rest, of all replicas, at one moment.
 *
 * @param accounts per project
 * @param bytes of the rows
 * @param oldestPendingMillis of the oldest row, which is as good as that of the oldest event; 0 when there is none
 */
record SharedBooks(Map<String, Recovered> accounts, long bytes, long pendingEvents, long oldestPendingMillis) {
    static final SharedBooks UNKNOWN = new SharedBooks(Map.of(), 0, 0, 0);

    // The row without a project is the one that Look writes to.
    private static final String READ = """
            select b.project, sum(b.pending), sum(b.bytes), sum(b.delivered), sum(b.duplicate), sum(b.rejected),
              sum(b.dead_lettered), (select oldest from spool_rows order by id limit 1)
            from spool_books b where b.project <> '' group by b.project""";

    SharedBooks {
        accounts = Map.copyOf(accounts);
    }

    static SharedBooks read(Connection connection) throws SQLException {
        Map<String, Recovered> accounts = new TreeMap<>();
        long bytes = 0;
        long pending = 0;
        long oldest = 0;
        try (PreparedStatement read = connection.prepareStatement(READ);
                ResultSet rows = read.executeQuery()) {
            while (rows.next()) {
                Outcomes totals = new Outcomes(rows.getLong(4), rows.getLong(5), rows.getLong(6), rows.getLong(7));
                accounts.put(rows.getString(1), new Recovered(totals, rows.getLong(2)));
                pending += rows.getLong(2);
                bytes += rows.getLong(3);
                oldest = rows.getLong(8);
            }
        }
        return new SharedBooks(accounts, bytes, pending, pending == 0 ? 0 : oldest);
    }
}
