package dev.sluice.demo;

import java.util.ArrayDeque;
import java.util.List;

/** The newest events that left the gateway, as JSON texts. Bounded by number; thread-safe. */
final class RecentEvents {
    private static final int MOST = 200;

    private final ArrayDeque<String> events = new ArrayDeque<>(MOST);

    synchronized void add(String event) {
        if (events.size() == MOST) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    /** Oldest first. */
    synchronized List<String> all() {
        return List.copyOf(events);
    }
}
