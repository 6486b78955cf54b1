package dev.sluice.delivery;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Spool;
import dev.sluice.spool.StoredFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A spool that forgets everything when the test ends. {@link #restarted} is what a new process would find. */
final class MemorySpool implements Spool {
    private final Map<Long, StoredFrame> pending = new LinkedHashMap<>();
    private final Map<Long, Outcomes> done = new LinkedHashMap<>();
    private final Deque<StoredFrame> unread = new ArrayDeque<>();
    private long nextOrdinal;

    @Override
    public synchronized CompletionStage<Void> append(List<Frame> frames) {
        for (Frame frame : frames) {
            StoredFrame stored = new StoredFrame(nextOrdinal, frame);
            nextOrdinal += stored.events();
            pending.put(stored.ordinal(), stored);
            unread.add(stored);
        }
        notifyAll();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // an early empty answer is allowed
    public synchronized Optional<StoredFrame> next(Duration wait, Set<String> notNow) throws InterruptedException {
        Optional<StoredFrame> ready = poll(notNow);
        if (ready.isEmpty() && wait.toMillis() > 0) {
            wait(wait.toMillis());
            ready = poll(notNow);
        }
        return ready;
    }

    private Optional<StoredFrame> poll(Set<String> notNow) {
        Optional<StoredFrame> next = unread.stream()
                .filter(stored -> !notNow.contains(stored.frame().project()))
                .findFirst();
        next.ifPresent(unread::remove);
        return next;
    }

    @Override
    public synchronized void done(StoredFrame frame, Outcomes outcomes) {
        if (pending.remove(frame.ordinal()) == null) {
            throw new AssertionError("frame " + frame.ordinal() + " was done before");
        }
        if (outcomes.sum() != frame.events()) {
            throw new AssertionError("frame " + frame.ordinal() + " is not whole: " + outcomes);
        }
        done.put(frame.ordinal(), outcomes);
        notifyAll();
    }

    synchronized Outcomes totals() {
        return done.values().stream().reduce(Outcomes.NONE, Outcomes::plus);
    }

    synchronized List<Long> pendingOrdinals() {
        return List.copyOf(pending.keySet());
    }

    synchronized int unreadFrames() {
        return unread.size();
    }

    synchronized MemorySpool restarted() {
        MemorySpool next = new MemorySpool();
        next.nextOrdinal = nextOrdinal;
        next.pending.putAll(pending);
        next.unread.addAll(new ArrayList<>(pending.values()));
        return next;
    }

    @Override
    public void addToTotals(String project, Outcomes outcomes) {
        throw new UnsupportedOperationException("delivery books its outcomes by frame");
    }

    @Override
    public Map<String, Recovered> recovered() {
        return Map.of();
    }

    @Override
    public Status status() {
        return new Status(true, "", 0, 0, 0);
    }

    @Override
    public void close() {}
}
