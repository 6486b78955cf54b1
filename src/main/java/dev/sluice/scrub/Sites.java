package dev.sluice.scrub;

import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import java.util.ArrayList;
import java.util.List;

/** Where in one document what was found, in the order of finding. Holds positions, never values. Not thread-safe. */
public final class Sites {
    /**
     * One finding.
     *
     * @param position index in the document of the value or key that it stands in, or of its quote
     */
    public record Site(int position, Kind kind, Action action) {}

    private final List<Site> sites = new ArrayList<>();

    public void clear() {
        sites.clear();
    }

    void add(int position, Kind kind, Action action) {
        sites.add(new Site(position, kind, action));
    }

    /** All of them; a view. */
    public List<Site> all() {
        return List.copyOf(sites);
    }
}
