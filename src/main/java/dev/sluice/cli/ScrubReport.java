package dev.sluice.cli;

import dev.sluice.scrub.Sites.Site;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** How often what was done where, over all lines. Paths, kinds, actions and numbers; never a value. */
final class ScrubReport {
    private static final int MOST_ROWS = 5_000;

    private record Row(String path, Kind kind, Action action) {}

    private final Map<Row, Long> counts = new TreeMap<>(
            Comparator.comparing(Row::path).thenComparing(Row::kind).thenComparing(Row::action));

    void add(String path, Site site) {
        Row row = new Row(path, site.kind(), site.action());
        Row kept = counts.size() < MOST_ROWS || counts.containsKey(row)
                ? row
                : new Row("(other)", site.kind(), site.action());
        counts.merge(kept, 1L, Long::sum);
    }

    void print(PrintWriter err) {
        counts.forEach((row, count) ->
                err.println(row.path + "\t" + row.kind.label() + "\t" + row.action.label() + "\t" + count));
    }
}
