package dev.sluice.failure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last steps of something that goes on, oldest first; older ones are forgotten. Thread-safe. */
public final class Crumbs {
    private final int most;
    private final Deque<Crumb> last = new ArrayDeque<>();

    /** @param most how many are remembered */
    public Crumbs(int most) {
        this.most = most;
    }

    public synchronized void add(Crumb crumb) {
        if (last.size() == most) {
            last.removeFirst();
        }
        last.addLast(crumb);
    }

    public synchronized List<Crumb> all() {
        return List.copyOf(last);
    }
}
