package dev.sluice.spool.local;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many events of each project are in each segment and have no outcome yet: what a start would otherwise have to read the
 * whole backlog for, and what says whose events were in a stretch that can no longer be read. Not thread-safe.
 */
final class Unfinished {
    private final NavigableMap<Long, Map<String, Long>> bySegment = new TreeMap<>();

    /** @param segment ordinal of its first event */
    void add(long segment, String project, long events) {
        bySegment.computeIfAbsent(segment, _ -> new HashMap<>()).merge(project, events, Long::sum);
    }

    /** Events of the segment that holds that ordinal have their outcome. */
    void remove(long ordinal, String project, long events) {
        Map.Entry<Long, Map<String, Long>> segment = bySegment.floorEntry(ordinal);
        if (segment != null) {
            segment.getValue().computeIfPresent(project, (_, left) -> left > events ? left - events : null);
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

    /** Per project, in the segment with that first ordinal. */
    Map<String, Long> of(long segment) {
        return Map.copyOf(bySegment.getOrDefault(segment, Map.of()));
    }

    long sum() {
        return byProject().values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Long> byProject() {
        Map<String, Long> sums = new HashMap<>();
        for (Map<String, Long> segment : bySegment.values()) {
            segment.forEach((project, events) -> sums.merge(project, events, Long::sum));
        }
        return sums;
    }
}
