package dev.sluice.spool.local;

import dev.sluice.spool.Share;
import java.util.Map;

/**
 * What a checkpoint says of a segment that is not written to any more, so that a start need not read it.
 *
 * @param firstOrdinal of its events, as in its name
 * @param endOrdinal one past the last of them
 * @param length committed bytes; a file that is shorter has lost some, and is read
 * @param unfinished events without an outcome, per project and hour of arrival
 */
record SegmentSummary(long firstOrdinal, long endOrdinal, long length, Map<Share, Long> unfinished) {
    SegmentSummary {
        unfinished = Map.copyOf(unfinished);
    }
}
