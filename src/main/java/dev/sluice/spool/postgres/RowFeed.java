package dev.sluice.spool.postgres;

import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.FrameHeader;
import dev.sluice.spool.StoredFrame;
import dev.sluice.spool.postgres.RowStore.Claim;
import dev.sluice.spool.postgres.RowStore.Content;
import io.quarkus.logging.Log;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Claims rows and takes their frames out, oldest first. Holds {@link PostgresSpoolOptions#loadBytes} of frames at most, and
 * for each project that is stepped over what is left of one row. Used by the reader alone.
 */
final class RowFeed {
    private static final String UNREGISTERED = "23503";
    private static final long FLOOR_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Sessions sessions;
    private final RowStore store;
    private final ClaimedRows claimed;
    private final PostgresSpoolOptions options;
    private final TreeMap<Long, Claim> unread = new TreeMap<>();
    private final TreeMap<Long, Loaded> loaded = new TreeMap<>();
    private Set<String> steppedOver = Set.of();
    /**
     * Nothing free was up to there, but of projects that are stepped over: a backlog of a million rows must not be walked
     * through at each call. Now and then it is, since rows with small ids may become free.
     */
    private long floor;

    private long floorEndsNanos = System.nanoTime();

    private long nextCheckNanos = System.nanoTime();

    RowFeed(Sessions sessions, RowStore store, ClaimedRows claimed, PostgresSpoolOptions options) {
        this.sessions = sessions;
        this.store = store;
        this.claimed = claimed;
        this.options = options;
    }

    /** The oldest frame of what is in memory, or null. */
    @Nullable
    StoredFrame take(Set<String> notNow) {
        for (Iterator<Loaded> rows = loaded.values().iterator(); rows.hasNext(); ) {
            Loaded row = rows.next();
            if (!notNow.contains(row.project())) {
                StoredFrame next = row.frames().remove();
                if (row.frames().isEmpty()) {
                    rows.remove();
                }
                return next;
            }
        }
        return null;
    }

    /** Fetches more from Postgres; whether there was anything. */
    boolean fetch(Set<String> notNow) throws SQLException {
        long now = System.nanoTime();
        if (!notNow.equals(steppedOver) || now - floorEndsNanos >= 0) {
            steppedOver = Set.copyOf(notNow);
            floor = 0;
            floorEndsNanos = now + FLOOR_NANOS;
        }
        return sessions.call(options.writeTimeout(), connection -> {
            if (now - nextCheckNanos >= 0) {
                releaseUnknown(connection);
                nextCheckNanos = now + options.lease().toNanos();
            }
            if (unread.values().stream().allMatch(claim -> notNow.contains(claim.project()))) {
                giveBack(connection, notNow);
                claim(connection, notNow);
            }
            return load(connection, notNow);
        });
    }

    /** Here, because rows come into this replica's hands on this thread only. */
    private void releaseUnknown(Connection connection) throws SQLException {
        List<Long> known = new ArrayList<>(claimed.ids());
        known.addAll(unread.keySet());
        int released = store.releaseOthers(connection, known);
        if (released > 0) {
            Log.infof("spool: %d rows were claimed without this replica's knowledge; they are free again", released);
        }
    }

    private void claim(Connection connection, Set<String> notNow) throws SQLException {
        long top = !notNow.isEmpty() && floor == 0 ? store.newest(connection) : floor;
        List<Claim> claims;
        try {
            claims = store.claim(connection, floor, notNow, options.claimRows());
        } catch (SQLException e) {
            if (!UNREGISTERED.equals(e.getSQLState())) {
                throw e;
            }
            // The lease has run out, or has not begun.
            store.renew(connection, options.lease());
            claims = store.claim(connection, floor, notNow, options.claimRows());
        }
        for (Claim claim : claims) {
            // What is in hand came back after its lease had run out; its frames are on their way already.
            if (!claimed.has(claim.id())) {
                unread.put(claim.id(), claim);
            }
        }
        if (!notNow.isEmpty()) {
            floor = claims.stream().mapToLong(claim -> claim.id() - 1).min().orElse(top);
        }
    }

    private boolean load(Connection connection, Set<String> notNow) throws SQLException {
        List<Long> ids = new ArrayList<>();
        long bytes = 0;
        for (Claim claim : unread.values()) {
            if (!notNow.contains(claim.project())) {
                bytes += claim.bytes();
                if (!ids.isEmpty() && bytes > options.loadBytes()) {
                    break;
                }
                ids.add(claim.id());
            }
        }
        if (ids.isEmpty()) {
            return false;
        }
        List<Content> contents = store.load(connection, ids);
        // Rows that are not among them were taken over by another replica.
        ids.forEach(unread::remove);
        for (Content content : contents) {
            List<StoredFrame> frames = decode(content);
            if (frames.isEmpty()) {
                store.setAside(connection, content.id());
            } else {
                take(content, frames);
            }
        }
        return true;
    }

    private void take(Content content, List<StoredFrame> frames) {
        Deque<StoredFrame> open = new ArrayDeque<>();
        BitSet booked = content.booked();
        for (int i = 0; i < frames.size(); i++) {
            if (!booked.get(i)) {
                open.add(frames.get(i));
            }
        }
        claimed.add(new ClaimedRow(content.id(), content.project(), frames, booked));
        if (!open.isEmpty()) {
            loaded.put(content.id(), new Loaded(content.project(), frames.size(), open));
        }
    }

    /** Rows of which nothing was taken; other replicas may have room for them, and here they would cost memory. */
    private void giveBack(Connection connection, Set<String> notNow) throws SQLException {
        List<Long> ids = new ArrayList<>(unread.keySet());
        loaded.forEach((id, row) -> {
            if (notNow.contains(row.project()) && row.isUntouched()) {
                ids.add(id);
            }
        });
        if (!ids.isEmpty()) {
            store.release(connection, ids);
            ids.forEach(unread::remove);
            ids.forEach(loaded::remove);
            ids.forEach(claimed::release);
        }
    }

    /** The frames of a row with their final numbers; none if any of it is damaged. */
    private static List<StoredFrame> decode(Content content) {
        byte[] bytes = content.frames();
        long first = ClaimedRow.firstOrdinal(content.id());
        List<StoredFrame> frames = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            @Nullable FrameHeader header = FrameCodec.header(bytes, at, bytes.length - at);
            int body = header == null ? 0 : at + header.headerLength();
            if (header == null || header.length() > bytes.length - at || !FrameCodec.isBodyWhole(header, bytes, body)) {
                Log.errorf(
                        "spool: row %d of spool_rows is damaged at byte %d; it stays there, marked as damaged, and its events"
                                + " are not delivered. Restore the row from a backup and set damaged = false.",
                        content.id(), at);
                return List.of();
            }
            StoredFrame stored = FrameCodec.frame(header, bytes, body);
            frames.add(new StoredFrame(first + stored.ordinal(), stored.frame()));
            at += header.length();
        }
        return frames;
    }

    /** @param frames that were not taken yet, never empty */
    private record Loaded(String project, int all, Deque<StoredFrame> frames) {
        boolean isUntouched() {
            return frames.size() == all;
        }
    }
}
