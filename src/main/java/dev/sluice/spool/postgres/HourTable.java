package dev.sluice.spool.postgres;

import dev.sluice.spool.HourBooks;
import dev.sluice.spool.HourBooks.Hour;
import dev.sluice.spool.Spool.Outcomes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The shared books by hour of arrival, and what keeps their table small: of the newest {@value HourBooks#KEPT_HOURS} hours in which any event
 * arrived the two newest have a row for each slot, the others one; all older ones together have one. By number and not by age, as
 * in {@link HourBooks}: once an hour is no longer among the newest it never is again, so what is listed is whole.
 */
final class HourTable {
    /** The hour of all that are no longer told apart. */
    static final long OLDER = 0;

    private static final String READ = """
            select project, hour, sum(pending), sum(delivered), sum(duplicate), sum(rejected), sum(dead_lettered)
            from spool_books where hour in (
              select distinct hour from spool_books where hour <> 0 order by hour desc limit ?)
            group by project, hour order by hour, project""";

    // Rows that a transaction of some replica holds wait for the next time, so that this one waits for none and nobody is
    // in a circle with it: the slot that it writes to is nobody else's.
    private static final String FOLD = """
            with kept as (
              select distinct hour from spool_books where hour <> 0 order by hour desc limit ?
            ), edge as (
              select min(hour) as oldest, (select hour from kept order by hour desc offset 1 limit 1) as open from kept
            ), over as (
              select b.project, b.hour, b.slot from spool_books b, edge
              where b.hour <> 0 and (b.hour < edge.oldest or b.slot >= 0 and b.hour < edge.open)
              for update of b skip locked
            ), gone as (
              delete from spool_books b using over o
              where b.project = o.project and b.hour = o.hour and b.slot = o.slot returning b.*
            )
            insert into spool_books as b
              (project, hour, slot, pending, bytes, delivered, duplicate, rejected, dead_lettered)
            select g.project, case when g.hour < edge.oldest then 0 else g.hour end as into_hour, -1, sum(g.pending), sum(g.bytes),
              sum(g.delivered), sum(g.duplicate), sum(g.rejected), sum(g.dead_lettered)
            from gone g, edge group by g.project, into_hour order by g.project, into_hour
            on conflict (project, hour, slot) do update set pending = b.pending + excluded.pending,
              bytes = b.bytes + excluded.bytes, delivered = b.delivered + excluded.delivered,
              duplicate = b.duplicate + excluded.duplicate, rejected = b.rejected + excluded.rejected,
              dead_lettered = b.dead_lettered + excluded.dead_lettered""";

    private HourTable() {}

    static List<Hour> read(Connection connection) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setInt(1, HourBooks.KEPT_HOURS);
            List<Hour> hours = new ArrayList<>();
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    Outcomes outcomes = new Outcomes(rows.getLong(4), rows.getLong(5), rows.getLong(6), rows.getLong(7));
                    long received = rows.getLong(3) + outcomes.sum();
                    hours.add(new Hour(rows.getString(1), rows.getLong(2), received, outcomes));
                }
            }
            return List.copyOf(hours);
        }
    }

    /** Sums up what needs no rows of its own any more; no sum of a project or a kept hour changes. */
    static boolean fold(Connection connection) throws SQLException {
        try (PreparedStatement fold = connection.prepareStatement(FOLD)) {
            fold.setInt(1, HourBooks.KEPT_HOURS);
            return fold.executeUpdate() > 0;
        }
    }
}
