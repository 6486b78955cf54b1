package dev.sluice.bench;

import java.util.List;
import java.util.Optional;

/**
 * A kind of request the peers are given.
 *
 * @param name what the report calls it
 * @param shapes the events
 * @param pool the requests made beforehand; none when each is made as it is sent
 * @param firstEvent the number of its first event: loads do not share numbers, so no load repeats another's event
 */
record Load(String name, String description, List<Template> shapes, Optional<BatchPool> pool, long firstEvent) {
    private static final long NUMBERS_PER_LOAD = 1L << 36;

    /** The shares of a pool that warming up and the closed loop may use; the open loop takes what is left. */
    static final double WARM_UP_SHARE = 0.2;

    static final double CLOSED_SHARE = 0.5;

    static List<String> names() {
        return List.of("single", "page", "batch20", "batch50");
    }

    /** Makes the load of this name, with a pool for about this many seconds of it at a peer's best. */
    static Load named(String name, double seconds) {
        long first = (names().indexOf(name) + 1) * NUMBERS_PER_LOAD;
        return switch (name) {
            case "single" -> {
                List<Template> shapes = EventShapes.ofBrowser(1024);
                int average = shapes.stream().mapToInt(Template::length).sum() / shapes.size();
                yield new Load(
                        name,
                        "1 event, %,d bytes of JSON, not compressed".formatted(average),
                        shapes,
                        Optional.empty(),
                        first);
            }
            case "page" -> pooled(name, EventShapes.ofBrowser(3500), Heads.BROWSER, first, 1, (int) (seconds * 9_000));
            case "batch20" ->
                pooled(name, EventShapes.ofBrowser(700), Heads.BROWSER, first, 20, (int) (seconds * 2_800));
            case "batch50" ->
                pooled(name, EventShapes.ofBackend(700), Heads.SERVER, first, 50, (int) (seconds * 1_500));
            default -> throw new IllegalArgumentException("no load is called " + name + "; there are " + names());
        };
    }

    private static Load pooled(String name, List<Template> shapes, Heads head, long first, int events, int count) {
        BatchPool pool = BatchPool.of(shapes, head, first, events, count);
        return new Load(name, pool.describe() + " (gzip)", shapes, Optional.of(pool), first);
    }

    /** A fresh sequence for one peer; one that remembers events gets none of them twice. */
    Requests requests(boolean peerRemembers) {
        return pool.map(batches -> batches.fromTheStart(!peerRemembers))
                .orElseGet(() -> new SingleEvents(shapes, firstEvent));
    }

    /** How many requests this share of the pool is. */
    long share(double share) {
        return pool.map(batches -> (long) (batches.size() * share)).orElse(Long.MAX_VALUE);
    }
}
