package dev.sluice.capture;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.spool.StoredFrame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps frames in memory; completes an append at once, when the test says so, or never well. */
final class RecordingSpool implements Spool {
    final List<Frame> frames = new CopyOnWriteArrayList<>();
    final List<Outcomes> ended = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> durable = CompletableFuture.completedFuture(null);

    void isFull() {
        durable = CompletableFuture.failedFuture(new SpoolUnavailableException("no space left"));
    }

    @Override
    public CompletionStage<Void> append(List<Frame> appended) {
        return durable.thenAccept(done -> frames.addAll(appended));
    }

    @Override
    public Optional<StoredFrame> next(Duration wait, Set<String> notNow) {
        return Optional.empty();
    }

    @Override
    public void done(StoredFrame frame, Outcomes outcomes) {}

    @Override
    public void addToTotals(String project, Outcomes outcomes) {
        ended.add(outcomes);
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
