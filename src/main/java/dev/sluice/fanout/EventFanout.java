package dev.sluice.fanout;

import dev.sluice.event.AcceptanceListener;
import dev.sluice.event.SafeEvent;
import io.quarkus.logging.Log;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The channel {@code sluice.events}: each accepted event as {@code {"project":"…","event":"…","at":"…"}}, the name as it
 * stands after the firewall, the time that of its arrival. A courtesy, not a delivery: what does not fit into the queue, or
 * cannot be published, is dropped and counted. Costs nothing without Redis. Thread-safe.
 */
public final class EventFanout implements AcceptanceListener, AutoCloseable {
    public static final String CHANNEL = "sluice.events";

    private static final int PUBLISHED_AT_ONCE = 500;
    private static final int MOST_WAITING_BYTES = 4 << 20;
    /** Of a message beside its name: text, objects, place in the queue. */
    private static final int MESSAGE_OVERHEAD_BYTES = 128;

    private static final long DEADLINE_MILLIS = 1_000;
    private static final long REST_AFTER_FAILURE_MILLIS = 1_000;
    private static final long WARN_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final @Nullable Supplier<Redis> redis;
    private final LinkedBlockingQueue<Told> queue = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final LongAdder published = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private long lastWarning = System.nanoTime() - WARN_EVERY_NANOS;

    /** Names only, so that the queue does not hold the events' bytes. */
    private record Told(String project, long atMillis, String[] names, int bytes) {}

    private EventFanout(@Nullable Supplier<Redis> redis) {
        this.redis = redis;
    }

    /** Tells nobody. */
    public static EventFanout off() {
        return new EventFanout(null);
    }

    /** @param redis asked for when it is first needed */
    public static EventFanout through(Supplier<Redis> redis) {
        return new EventFanout(redis);
    }

    public void start() {
        Supplier<Redis> channel = redis;
        if (channel != null) {
            Thread.ofVirtual().name("sluice-fanout").start(() -> run(channel));
        }
    }

    @Override
    public void accepted(String project, long receivedAtMillis, List<SafeEvent> events) {
        if (redis == null) {
            return;
        }
        int bytes = 0;
        String[] names = new String[events.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = events.get(i).name();
            bytes += 2 * names[i].length() + MESSAGE_OVERHEAD_BYTES;
        }
        if (waitingBytes.addAndGet(bytes) > MOST_WAITING_BYTES) {
            waitingBytes.addAndGet(-bytes);
            dropped.add(names.length);
            return;
        }
        queue.add(new Told(project, receivedAtMillis, names, bytes));
    }

    /** Events that Redis has taken, since the start. */
    public long published() {
        return published.sum();
    }

    /** Events that nobody was told of although there is a Redis, since the start. */
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public void close() {
        closed.countDown();
        queue.add(new Told("", 0, new String[0], 0));
    }

    /** The rim of the thread: nothing that goes wrong here ends it. */
    private void run(Supplier<Redis> channel) {
        List<Request> messages = new ArrayList<>();
        try {
            while (closed.getCount() > 0) {
                Told next = queue.take();
                do {
                    waitingBytes.addAndGet(-next.bytes());
                    add(next, messages);
                    next = messages.size() < PUBLISHED_AT_ONCE ? queue.poll() : null;
                } while (next != null);
                for (int from = 0; from < messages.size(); from += PUBLISHED_AT_ONCE) {
                    publish(channel, messages.subList(from, Math.min(messages.size(), from + PUBLISHED_AT_ONCE)));
                }
                messages.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void add(Told told, List<Request> messages) {
        // A project's name and a time consist of characters that stand for themselves; a name is JSON already.
        String head = "{\"project\":\"" + told.project() + "\",\"event\":";
        String tail = ",\"at\":\"" + Instant.ofEpochMilli(told.atMillis()) + "\"}";
        for (String name : told.names()) {
            messages.add(Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(head + name + tail));
        }
    }

    private void publish(Supplier<Redis> channel, List<Request> messages) throws InterruptedException {
        try {
            channel.get()
                    .batch(messages)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
            published.add(messages.size());
        } catch (RuntimeException e) {
            dropped.add(messages.size());
            warn(e);
            closed.await(REST_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void warn(RuntimeException failure) {
        long now = System.nanoTime();
        if (now - lastWarning >= WARN_EVERY_NANOS) {
            lastWarning = now;
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            Log.warnf(
                    "Redis does not take what is published on %s (%s); nobody is told of these events, their delivery is"
                            + " not touched",
                    CHANNEL, cause.getClass().getSimpleName());
        }
    }
}
