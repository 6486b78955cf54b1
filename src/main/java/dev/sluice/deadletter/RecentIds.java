package dev.sluice.deadletter;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.UUID;

/** The last ids that were added, up to a bound; the oldest are forgotten first. Not thread-safe. */
final class RecentIds {
    private final int bound;
    private final LinkedHashSet<UUID> ids = new LinkedHashSet<>();

    RecentIds(int bound) {
        this.bound = bound;
    }

    boolean contains(UUID id) {
        return ids.contains(id);
    }

    void add(UUID id) {
        if (ids.add(id) && ids.size() > bound) {
            Iterator<UUID> oldest = ids.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    void remove(UUID id) {
        ids.remove(id);
    }
}
