package dev.sluice.spool.local;

import dev.sluice.spool.FrameHeader;
import dev.sluice.spool.Share;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Books events that are gone with the project and the hour they were of: the frames of their segment that can still be read
 * are counted, and what is missing of a project and an hour is what was there.
 */
final class Census {
    private final SpoolFiles files;
    private final Progress progress;

    Census(SpoolFiles files, Progress progress) {
        this.files = files;
        this.progress = progress;
    }

    /** What ended by this loss, per project; nothing if all of it had ended before. */
    Map<String, Long> lost(Found.Lost place) {
        if (place.events() <= 0) {
            return Map.of();
        }
        return progress.lost(place, readable(place.segment()));
    }

    /** Events that are not done and whose frame can be found in the segment. */
    private Map<Share, Long> readable(Segment segment) {
        ConcurrentNavigableMap<Long, Segment> only = new ConcurrentSkipListMap<>();
        only.put(segment.firstOrdinal(), segment);
        Map<Share, Long> events = new HashMap<>();
        try (LogWalk walk = new LogWalk(files, only, new Headers(), segment.firstOrdinal())) {
            Found found;
            while ((found = walk.next(segment.extent().endOrdinal())) != null) {
                if (found instanceof Found.Passed passed) {
                    FrameHeader header = passed.header();
                    events.merge(
                            Share.of(header.project(), header.receivedAtMillis()), (long) header.events(), Long::sum);
                }
            }
        } catch (IOException e) {
            // The loss is booked all the same; of a segment with several projects it may be the wrong one's.
            Log.warnf(
                    "spool: whose events were lost could not be told (%s)",
                    e.getClass().getSimpleName());
        }
        return events;
    }

    private final class Headers implements Wanted {
        @Override
        public long from(long ordinal) {
            return progress.firstUndone(ordinal);
        }

        @Override
        public boolean wants(FrameHeader header) {
            return false;
        }
    }
}
