package dev.sluice.delivery;

import dev.sluice.event.Lane;
import dev.sluice.spool.Frame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Gathers parts of frames into batches. A frame's part is never cut for the sake of a limit: a batch is closed before a part
 * that would take it over, so it exceeds a limit only where one frame alone does. Not thread-safe.
 */
final class BatchAssembler {
    private final DeliveryOptions options;
    private final Map<Key, Open> open = new LinkedHashMap<>();

    BatchAssembler(DeliveryOptions options) {
        this.options = options;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /**
     * Adds the part to the open batch of its kind.
     *
     * @return the batches that are full now, at most two
     */
    List<Batch> add(Part part, long nowNanos) {
        List<Batch> full = new ArrayList<>(2);
        Frame frame = part.progress().frame();
        Key key = new Key(frame.project(), frame.lane(), frame.session());
        long bytes = part.rawBytes();
        Open batch = open.get(key);
        if (batch != null && exceeds(key.lane(), batch.events + part.events(), batch.rawBytes + bytes)) {
            open.remove(key);
            full.add(batch.close(key));
            batch = null;
        }
        if (batch == null) {
            batch = new Open(nowNanos);
            open.put(key, batch);
        }
        batch.parts.add(part);
        batch.events += part.events();
        batch.rawBytes += bytes;
        if (exceeds(key.lane(), batch.events + 1, batch.rawBytes + 1)) {
            open.remove(key);
            full.add(batch.close(key));
        }
        return full;
    }

    /**
     * Closes the batches, oldest first, that are due and whose project has room. The tests are asked anew for each batch, after
     * the ones before it were handed over.
     */
    void close(Predicate<Opened> isDue, Predicate<String> projectHasRoom, Consumer<Batch> handOver) {
        for (Iterator<Map.Entry<Key, Open>> each = open.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Key, Open> entry = each.next();
            Key key = entry.getKey();
            if (isDue.test(new Opened(key.project(), entry.getValue().sinceNanos))
                    && projectHasRoom.test(key.project())) {
                each.remove();
                handOver.accept(entry.getValue().close(key));
            }
        }
    }

    private boolean exceeds(Lane lane, int events, long bytes) {
        long most = lane == Lane.REPLAY ? options.maxReplayBytes() : options.maxBatchBytes();
        return events > options.maxBatchEvents() || bytes > most;
    }

    /** When an open batch got its first event. */
    record Opened(String project, long sinceNanos) {}

    private record Key(String project, Lane lane, long session) {}

    private static final class Open {
        private final List<Part> parts = new ArrayList<>();
        private final long sinceNanos;
        private int events;
        private long rawBytes;

        private Open(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }

        private Batch close(Key key) {
            return new Batch(key.project(), key.lane(), parts);
        }
    }
}
