package dev.sluice.spool.local;

import dev.sluice.spool.FrameHeader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the frames are that the reader stepped over. For each project it knows one place, before which none of them is; all
 * of that project's frames from there on, up to where the reader is, were stepped over. So it holds a few words for each
 * project, whatever the backlog. For the reader only.
 */
final class SteppedOver {
    private final Map<String, Place> places = new HashMap<>();

    void add(String project, Spot frame, long receivedAtMillis) {
        places.computeIfAbsent(project, _ -> new Place(frame, receivedAtMillis));
    }

    /** The first place where a frame may be that is not one of those projects'; null if there is none. */
    @Nullable
    Spot oldest(Set<String> notNow) {
        Spot oldest = null;
        for (Map.Entry<String, Place> entry : places.entrySet()) {
            Spot from = entry.getValue().from;
            if (!notNow.contains(entry.getKey()) && (oldest == null || from.ordinal() < oldest.ordinal())) {
                oldest = from;
            }
        }
        return oldest;
    }

    boolean has(FrameHeader header) {
        Place place = places.get(header.project());
        return place != null && place.from.ordinal() <= header.ordinal();
    }

    /** The reader has been from {@link #oldest} to there, and has every frame in between but those of the projects not wanted. */
    void passed(Set<String> notNow, Spot to, long receivedAtMillis) {
        places.forEach((project, place) -> {
            if (place.from.ordinal() < to.ordinal() && !notNow.contains(project)) {
                place.from = to;
                place.since = Math.max(place.since, receivedAtMillis);
            }
        });
    }

    /** The same, to the end: nothing of the projects that are wanted is behind the reader any more. */
    void passedAll(Set<String> notNow) {
        places.keySet().removeIf(project -> !notNow.contains(project));
    }

    /** When the oldest of them was received, or a little earlier; 0 if there are none. */
    long sinceMillis() {
        return places.values().stream().mapToLong(place -> place.since).min().orElse(0);
    }

    private static final class Place {
        private Spot from;
        private long since;

        Place(Spot from, long since) {
            this.from = from;
            this.since = since;
        }
    }
}
