package dev.sluice.spool;

import dev.sluice.spool.Spool.Outcomes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The books of each project by the hour in which an event arrived, for the newest {@value #KEPT_HOURS} hours in which any
 * did. An engine keeps two of them: one of what is behind its checkpoint, stored with it in one step, and one of now, which
 * a start makes of the first and of what it finds stored. So an event is in the books once, whenever the process ends. Not
 * thread-safe.
 */
public final class HourBooks {
    /** Two days, and the hour that has begun. */
    public static final int KEPT_HOURS = 49;

    private static final long HOUR_MILLIS = 3_600_000;
    private static final int BYTES_PER_ENTRY = 8 + 2 + 5 * 8;

    private final NavigableMap<Long, Map<String, Sums>> hours = new TreeMap<>();

    /**
     * What became of the events of one project that arrived within one hour.
     *
     * @param startMillis when the hour began, milliseconds since the epoch
     * @param received all of them
     * @param outcomes of those that have one; the others are pending
     */
    public record Hour(String project, long startMillis, long received, Outcomes outcomes) {
        public long pending() {
            return received - outcomes.sum();
        }
    }

    public HourBooks copy() {
        HourBooks copy = new HourBooks();
        list().forEach(hour -> copy.add(hour.project(), hour.startMillis(), hour.received(), hour.outcomes()));
        return copy;
    }

    /** Events were stored and are pending. */
    public void stored(String project, long receivedAtMillis, long events) {
        add(project, receivedAtMillis, events, Outcomes.NONE);
    }

    /** Events that were booked as stored have ended. Nothing, if their hour is no longer kept. */
    public void ended(String project, long receivedAtMillis, Outcomes outcomes) {
        Map<String, Sums> hour = hours.get(startOf(receivedAtMillis));
        Sums sums = hour == null ? null : hour.get(project);
        if (sums != null) {
            sums.add(0, outcomes);
        }
    }

    /** Events arrived and have ended, in one step. */
    public void settled(String project, long receivedAtMillis, Outcomes outcomes) {
        add(project, receivedAtMillis, outcomes.sum(), outcomes);
    }

    /** Oldest hour first. */
    public List<Hour> list() {
        List<Hour> list = new ArrayList<>();
        hours.forEach((start, projects) ->
                new TreeMap<>(projects).forEach((project, sums) -> list.add(sums.of(project, start))));
        return List.copyOf(list);
    }

    /** Bytes that {@link #encodeTo} writes at most. */
    public int encodedLength() {
        int length = 4;
        for (Map<String, Sums> projects : hours.values()) {
            for (String project : projects.keySet()) {
                length += BYTES_PER_ENTRY + project.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return length;
    }

    public void encodeTo(ByteBuffer out) {
        List<Hour> list = list();
        out.putInt(list.size());
        for (Hour hour : list) {
            byte[] name = hour.project().getBytes(StandardCharsets.UTF_8);
            out.putShort((short) name.length).put(name);
            out.putLong(hour.startMillis()).putLong(hour.received());
            out.putLong(hour.outcomes().delivered())
                    .putLong(hour.outcomes().duplicate())
                    .putLong(hour.outcomes().rejected())
                    .putLong(hour.outcomes().deadLettered());
        }
    }

    /**
     * @throws BufferUnderflowException if the bytes are not what {@link #encodeTo} writes; whoever stores them adds a checksum
     */
    public static HourBooks decode(ByteBuffer in) {
        HourBooks books = new HourBooks();
        for (int left = in.getInt(); left > 0; left--) {
            byte[] name = new byte[in.getShort()];
            in.get(name);
            long start = in.getLong();
            long received = in.getLong();
            Outcomes outcomes = new Outcomes(in.getLong(), in.getLong(), in.getLong(), in.getLong());
            books.add(new String(name, StandardCharsets.UTF_8), start, received, outcomes);
        }
        return books;
    }

    private void add(String project, long receivedAtMillis, long received, Outcomes outcomes) {
        hours.computeIfAbsent(startOf(receivedAtMillis), _ -> new TreeMap<>())
                .computeIfAbsent(project, _ -> new Sums())
                .add(received, outcomes);
        // By number and not by age: a clock that was wrong for a moment leaves one strange hour, and takes none of the
        // others with it.
        while (hours.size() > KEPT_HOURS) {
            hours.pollFirstEntry();
        }
    }

    /** When the hour of that moment began. */
    public static long startOf(long millis) {
        return millis - Math.floorMod(millis, HOUR_MILLIS);
    }

    private static final class Sums {
        private long received;
        private Outcomes outcomes = Outcomes.NONE;

        void add(long more, Outcomes ended) {
            received += more;
            outcomes = outcomes.plus(ended);
        }

        Hour of(String project, long start) {
            return new Hour(project, start, received, outcomes);
        }
    }
}
