package dev.sluice.spool.postgres;

import dev.sluice.spool.Share;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements of one replica. No state but its name; every method is one round trip or a short transaction. */
final class RowStore {
    /** One statement is one transaction and one round trip; the last line is why its answer means "on disk". */
    private static final String APPEND = """
            with stored as (
              insert into spool_rows (project, events, oldest, frames)
              select * from unnest(?::text[], ?::int[], ?::bigint[], ?::bytea[])
            ), booked as (
              insert into spool_books as b (project, hour, slot, pending, bytes)
              select t.project, t.hour, ?, t.pending, t.bytes from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
                as t (project, hour, pending, bytes)
              on conflict (project, hour, slot) do update set pending = b.pending + excluded.pending, bytes = b.bytes + excluded.bytes
            )
            select set_config('synchronous_commit', 'on', true)""";

    /** A claim that a crash of Postgres forgets leaves the row free, which is as well. */
    private static final String CLAIM = """
            update spool_rows r set claimed_by = ? from (
              select id from spool_rows
              where claimed_by is null and not damaged and id > ? and project <> all (?::text[])
              order by id limit ? for update skip locked) free
            where r.id = free.id
            returning r.id, r.project, octet_length(r.frames), set_config('synchronous_commit', 'off', true)""";

    private static final String LOAD =
            "select id, project, done, frames from spool_rows where id = any (?::bigint[]) and claimed_by = ? order by id";
    private static final String RELEASE =
            "update spool_rows set claimed_by = null where id = any (?::bigint[]) and claimed_by = ?";
    private static final String RELEASE_OTHERS =
            "update spool_rows set claimed_by = null where claimed_by = ? and id <> all (?::bigint[])";

    private static final String DAMAGED =
            "update spool_rows set damaged = true, claimed_by = null where id = ? and claimed_by = ?";
    private static final String RENEW = """
            insert into spool_replicas (id, lease_until) values (?, clock_timestamp() + ? * interval '1 millisecond')
            on conflict (id) do update set lease_until = excluded.lease_until""";
    private static final String BURY = "delete from spool_replicas where lease_until < clock_timestamp()";
    private static final String LEAVE = "delete from spool_replicas where id = ?";

    private final UUID replica;

    RowStore(UUID replica) {
        this.replica = replica;
    }

    void append(Connection connection, List<NewRow> rows, int slot) throws SQLException {
        int size = rows.size();
        String[] projects = new String[size];
        Integer[] events = new Integer[size];
        Long[] oldest = new Long[size];
        byte[][] frames = new byte[size][];
        Map<Share, long[]> books = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            NewRow row = rows.get(i);
            projects[i] = row.project();
            events[i] = row.events();
            oldest[i] = row.oldestMillis();
            frames[i] = row.frames();
            row.pending().forEach((share, pending) -> books.computeIfAbsent(share, _ -> new long[2])[0] += pending);
            // Of bytes only the sum over all hours counts.
            books.computeIfAbsent(Share.of(row.project(), row.oldestMillis()), _ -> new long[2])[1] +=
                    row.frames().length;
        }
        try (PreparedStatement append = connection.prepareStatement(APPEND)) {
            append.setArray(1, connection.createArrayOf("text", projects));
            append.setArray(2, connection.createArrayOf("int4", events));
            append.setArray(3, connection.createArrayOf("int8", oldest));
            append.setArray(4, connection.createArrayOf("bytea", frames));
            append.setInt(5, slot);
            // In one order in every transaction, or two of them could wait for each other.
            append.setArray(
                    6,
                    connection.createArrayOf(
                            "text", books.keySet().stream().map(Share::project).toArray()));
            append.setArray(
                    7,
                    longs(
                            connection,
                            books.keySet().stream().map(Share::hourMillis).toList()));
            append.setArray(
                    8, longs(connection, books.values().stream().map(b -> b[0]).toList()));
            append.setArray(
                    9, longs(connection, books.values().stream().map(b -> b[1]).toList()));
            append.execute();
        }
    }

    /** The oldest free rows, which are now this replica's; of rows up to that id and of these projects none. */
    List<Claim> claim(Connection connection, long after, Collection<String> notNow, int limit) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setObject(1, replica);
            claim.setLong(2, after);
            claim.setArray(3, connection.createArrayOf("text", notNow.toArray()));
            claim.setInt(4, limit);
            List<Claim> claims = new ArrayList<>();
            try (ResultSet rows = claim.executeQuery()) {
                while (rows.next()) {
                    claims.add(new Claim(rows.getLong(1), rows.getString(2), rows.getLong(3)));
                }
            }
            return claims;
        }
    }

    /** The highest id of any row; 0 when there is none. */
    long newest(Connection connection) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement("select coalesce(max(id), 0) from spool_rows");
                ResultSet answer = ask.executeQuery()) {
            return answer.next() ? answer.getLong(1) : 0;
        }
    }

    /** Those that are still this replica's, oldest first. */
    List<Content> load(Connection connection, List<Long> ids) throws SQLException {
        try (PreparedStatement load = connection.prepareStatement(LOAD)) {
            load.setArray(1, longs(connection, ids));
            load.setObject(2, replica);
            List<Content> contents = new ArrayList<>();
            try (ResultSet rows = load.executeQuery()) {
                while (rows.next()) {
                    contents.add(
                            new Content(rows.getLong(1), rows.getString(2), bits(rows.getBytes(3)), rows.getBytes(4)));
                }
            }
            return contents;
        }
    }

    void release(Connection connection, List<Long> ids) throws SQLException {
        try (PreparedStatement release = connection.prepareStatement(RELEASE)) {
            release.setArray(1, longs(connection, ids));
            release.setObject(2, replica);
            release.executeUpdate();
        }
    }

    /**
     * Gives back whatever this replica has but those, which are all that it knows of: rows of a claim whose answer was lost, and
     * rows whose deletion was forgotten in a crash of Postgres. While the replica lives nobody else would get them.
     */
    int releaseOthers(Connection connection, List<Long> known) throws SQLException {
        try (PreparedStatement release = connection.prepareStatement(RELEASE_OTHERS)) {
            release.setObject(1, replica);
            release.setArray(2, longs(connection, known));
            return release.executeUpdate();
        }
    }

    void setAside(Connection connection, long id) throws SQLException {
        try (PreparedStatement damaged = connection.prepareStatement(DAMAGED)) {
            damaged.setLong(1, id);
            damaged.setObject(2, replica);
            damaged.executeUpdate();
        }
    }

    /** From now on for that long, by the clock of the database, this replica's rows are nobody else's. */
    void renew(Connection connection, Duration lease) throws SQLException {
        try (PreparedStatement renew = connection.prepareStatement(RENEW)) {
            renew.setObject(1, replica);
            renew.setLong(2, lease.toMillis());
            renew.executeUpdate();
        }
    }

    /** Frees the rows of replicas whose lease has run out; how many those were. */
    int buryTheDead(Connection connection) throws SQLException {
        try (PreparedStatement bury = connection.prepareStatement(BURY)) {
            return bury.executeUpdate();
        }
    }

    /** Frees all rows of this replica. */
    void leave(Connection connection) throws SQLException {
        try (PreparedStatement leave = connection.prepareStatement(LEAVE)) {
            leave.setObject(1, replica);
            leave.executeUpdate();
        }
    }

    UUID replica() {
        return replica;
    }

    static Array longs(Connection connection, List<Long> values) throws SQLException {
        return connection.createArrayOf("int8", values.toArray());
    }

    static BitSet bits(byte @Nullable [] bytes) {
        return bytes == null ? new BitSet() : BitSet.valueOf(bytes);
    }

    record Claim(long id, String project, long bytes) {}

    /** @param booked which frames are in the books */
    record Content(long id, String project, BitSet booked, byte[] frames) {}
}
