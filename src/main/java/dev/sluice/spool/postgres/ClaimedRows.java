package dev.sluice.spool.postgres;

import dev.sluice.spool.Share;
import dev.sluice.spool.Spool.Outcomes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows in this replica's hands, and what is done and not in the books yet. A row that another replica took over meanwhile
 * stays here until its frames are done, and has no effect then. Thread-safe.
 */
final class ClaimedRows {
    private final Map<Long, ClaimedRow> rows = new HashMap<>();
    private final Map<Share, Outcomes> totals = new TreeMap<>();

    /** Whether that row is in hand already, as when its lease ran out and it came back to this replica. */
    synchronized boolean has(long id) {
        return rows.containsKey(id);
    }

    synchronized List<Long> ids() {
        return List.copyOf(rows.keySet());
    }

    synchronized void add(ClaimedRow row) {
        rows.put(row.id(), row);
    }

    /** The row goes back as it came. */
    synchronized void release(long id) {
        rows.remove(id);
    }

    synchronized void done(long ordinal, Outcomes outcomes) {
        ClaimedRow row = rows.get(ClaimedRow.idOf(ordinal));
        if (row == null) {
            throw new IllegalStateException("frame " + ordinal + " is not in hand");
        }
        row.done(ordinal, outcomes, System.nanoTime());
    }

    synchronized void addToTotals(Share share, Outcomes outcomes) {
        totals.merge(share, outcomes, Outcomes::plus);
    }

    /** Whether {@link #flush} would have anything. */
    synchronized boolean hasNews(Duration partialAfter) {
        long now = System.nanoTime();
        return !totals.isEmpty()
                || rows.values().stream().anyMatch(row -> row.isDone() || isPartialAndDue(row, partialAfter, now));
    }

    /**
     * What should go into the books now, or null when there is nothing.
     *
     * @param partialAfter how long a row that is done in part waits for the rest
     */
    synchronized @Nullable Flush flush(Duration partialAfter) {
        List<Part> finished = new ArrayList<>();
        List<Part> partial = new ArrayList<>();
        long now = System.nanoTime();
        for (ClaimedRow row : rows.values()) {
            if (row.isDone()) {
                finished.add(new Part(row, row.doneNow()));
            } else if (isPartialAndDue(row, partialAfter, now)) {
                partial.add(new Part(row, row.doneNow()));
            }
        }
        if (finished.isEmpty() && partial.isEmpty() && totals.isEmpty()) {
            return null;
        }
        Flush flush = new Flush(finished, partial, new TreeMap<>(totals));
        totals.clear();
        return flush;
    }

    private static boolean isPartialAndDue(ClaimedRow row, Duration partialAfter, long now) {
        return row.hasUnbooked() && now - row.partialSinceNanos() >= partialAfter.toNanos();
    }

    /** It is in the books. */
    synchronized void booked(Flush flush) {
        flush.finished().forEach(part -> rows.remove(part.row().id()));
        flush.partial().forEach(part -> part.row().booked(part.done()));
    }

    /** It is not in the books and never will be: the next flush has it again. */
    synchronized void notBooked(Flush flush) {
        flush.totals().forEach((share, outcomes) -> totals.merge(share, outcomes, Outcomes::plus));
    }

    synchronized Map<Share, Outcomes> outcomes(Part part, BitSet bookedBefore) {
        return part.row().outcomes(part.done(), bookedBefore);
    }

    /** Frames of a row that are done; more may become so, which counts for the next flush. */
    record Part(ClaimedRow row, BitSet done) {}

    /**
     * One transaction's worth.
     *
     * @param finished rows to be deleted
     * @param partial rows of which some frames are done
     * @param totals of events that never were in a row
     */
    record Flush(List<Part> finished, List<Part> partial, Map<Share, Outcomes> totals) {}
}
