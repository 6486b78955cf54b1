package dev.sluice.report.crons;

import dev.sluice.spool.Frame;
import dev.sluice.spool.HourBooks;
import dev.sluice.spool.Spool;
import dev.sluice.spool.StoredFrame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A spool that says of itself what a test wants. */
final class StagedSpool implements Spool {
    Supplier<Long> pending = () -> 0L;
    long oldestPendingMillis;
    List<HourBooks.Hour> hours = List.of();
    Optional<Books> shared = Optional.empty();

    @Override
    public CompletionStage<Void> append(List<Frame> frames) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Optional<StoredFrame> next(Duration wait, Set<String> notNow) {
        return Optional.empty();
    }

    @Override
    public void done(StoredFrame frame, Outcomes outcomes) {}

    @Override
    public void addToTotals(String project, Outcomes outcomes) {}

    @Override
    public Optional<List<HourBooks.Hour>> hours() {
        return Optional.of(hours);
    }

    @Override
    public Map<String, Recovered> recovered() {
        return Map.of();
    }

    @Override
    public Optional<Books> books() {
        return shared;
    }

    @Override
    public Status status() {
        return new Status(true, "", 0, pending.get(), oldestPendingMillis);
    }

    @Override
    public void close() {}
}
