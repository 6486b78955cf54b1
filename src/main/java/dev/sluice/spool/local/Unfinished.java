package dev.sluice.spool.local;

import dev.sluice.spool.Share;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many events of each project and hour of arrival are in each segment and have no outcome yet: what a start would otherwise have to read the
 * whole backlog for, and what says whose events were in a stretch that can no longer be read. Not thread-safe.
 */
final class Unfinished {
    private final NavigableMap<Long, Map<Share, Long>> bySegment = new TreeMap<>();

    /** @param segment ordinal of its first event */
    void add(long segment, Share share, long events) {
        bySegment.computeIfAbsent(segment, _ -> new HashMap<>()).merge(share, events, Long::sum);
    }

    /** Events of the segment that holds that ordinal have their outcome. */
    void remove(long ordinal, Share share, long events) {
        Map.Entry<Long, Map<Share, Long>> segment = bySegment.floorEntry(ordinal);
        if (segment != null) {
            segment.getValue().computeIfPresent(share, (_, left) -> left > events ? left - events : null);
            if (segment.getValue().isEmpty()) {
                bySegment.remove(segment.getKey());
            }
        }
    }

    /** Everything below the mark is done: its segments are of no interest any more, but for the one that goes on beyond it. */
    void forgetBelow(long mark) {
        Long current = bySegment.floorKey(mark);
        if (current != null) {
            bySegment.headMap(current, false).clear();
        }
    }

    /** In the segment with that first ordinal. */
    Map<Share, Long> of(long segment) {
        return Map.copyOf(bySegment.getOrDefault(segment, Map.of()));
    }

    long sum() {
        return byShare().values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Long> byProject() {
        Map<String, Long> sums = new HashMap<>();
        byShare().forEach((share, events) -> sums.merge(share.project(), events, Long::sum));
        return sums;
    }

    /** Over all segments. */
    Map<Share, Long> byShare() {
        Map<Share, Long> sums = new HashMap<>();
        for (Map<Share, Long> segment : bySegment.values()) {
            segment.forEach((share, events) -> sums.merge(share, events, Long::sum));
        }
        return sums;
    }
}
