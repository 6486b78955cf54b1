package dev.sluice.spool;

import dev.sluice.event.Lane;
import dev.sluice.event.SafeEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of the events of one request. Events keep their order within a frame; a frame holds one lane, one session and
 * the persons of one shard, at most {@value #MAX_RAW_BYTES} bytes before compression (more only for a single event that is larger by itself) and at
 * most {@value #MAX_EVENTS} events. Thread-safe.
 */
@Singleton
public final class FramePacker implements AutoCloseable {
    static final int MAX_RAW_BYTES = 4 << 20;
    static final int MAX_EVENTS = 10_000;
    /** Below this a deflate call costs more than the disk and the network save. */
    static final int MIN_DEFLATED_BYTES = 4096;

    private static final int KEPT_PRESSES = 16;

    // A pool and not thread locals: native memory of a Deflater is freed by end() only, and threads come and go.
    private final BlockingQueue<PayloadPress> presses = new ArrayBlockingQueue<>(KEPT_PRESSES);

    private final ToIntFunction<String> shards;

    /** For a spool that keeps each project in one part. */
    public FramePacker() {
        this(project -> 1);
    }

    @Inject
    FramePacker(Spool spool) {
        this(spool::shards);
    }

    FramePacker(ToIntFunction<String> shards) {
        this.shards = shards;
    }

    public List<Frame> pack(String project, long receivedAtMillis, List<SafeEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        PayloadPress press = presses.poll();
        if (press == null) {
            press = new PayloadPress();
        }
        try {
            List<Frame> frames = new ArrayList<>(1);
            int parts = shards.applyAsInt(project);
            if (isUniform(events, parts)) {
                split(project, receivedAtMillis, events, shard(events.getFirst(), parts), press, frames);
            } else {
                Map<Group, List<SafeEvent>> groups = new LinkedHashMap<>();
                for (SafeEvent event : events) {
                    groups.computeIfAbsent(Group.of(event, parts), g -> new ArrayList<>())
                            .add(event);
                }
                for (Map.Entry<Group, List<SafeEvent>> group : groups.entrySet()) {
                    split(
                            project,
                            receivedAtMillis,
                            group.getValue(),
                            group.getKey().shard(),
                            press,
                            frames);
                }
            }
            return frames;
        } finally {
            if (!presses.offer(press)) {
                press.close();
            }
        }
    }

    /** Frees native memory. Packing afterwards still works. */
    @Override
    @PreDestroy
    public void close() {
        @Nullable PayloadPress press;
        while ((press = presses.poll()) != null) {
            press.close();
        }
    }

    private static boolean isUniform(List<SafeEvent> events, int shards) {
        Lane lane = events.getFirst().lane();
        long session = events.getFirst().session();
        int shard = shard(events.getFirst(), shards);
        for (SafeEvent event : events) {
            if (event.lane() != lane || event.session() != session || shard(event, shards) != shard) {
                return false;
            }
        }
        return true;
    }

    private static void split(
            String project,
            long receivedAtMillis,
            List<SafeEvent> events,
            int shard,
            PayloadPress press,
            List<Frame> into) {
        int from = 0;
        int raw = events.getFirst().json().length;
        for (int i = 1; i < events.size(); i++) {
            int length = events.get(i).json().length;
            if (i - from >= MAX_EVENTS || (long) raw + 1 + length > MAX_RAW_BYTES) {
                into.add(press.frame(project, receivedAtMillis, events.subList(from, i), raw)
                        .inShard(shard));
                from = i;
                raw = length;
            } else {
                raw += 1 + length;
            }
        }
        into.add(press.frame(project, receivedAtMillis, events.subList(from, events.size()), raw)
                .inShard(shard));
    }

    private static int shard(SafeEvent event, int shards) {
        return shards == 1 ? 0 : (int) Long.remainderUnsigned(event.person(), shards);
    }

    private record Group(Lane lane, long session, int shard) {
        static Group of(SafeEvent event, int shards) {
            return new Group(event.lane(), event.session(), FramePacker.shard(event, shards));
        }
    }
}
