package dev.sluice.report;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Spool;
import dev.sluice.spool.StoredFrame;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A spool that stores nothing and reports what a test wants it to report. */
@Alternative
@Singleton
public final class ScriptedSpool implements Spool {
    private volatile Status status = new Status(true, "", 0, 0, 0);
    private volatile Map<String, Recovered> recovered = Map.of();
    private volatile @Nullable RuntimeException mistake;

    private volatile Optional<Books> books = Optional.empty();

    public void shares(Books shown) {
        books = Optional.of(shown);
    }

    /** From now on an append throws this; null for none. */
    public void throwsAtAppend(@Nullable RuntimeException next) {
        mistake = next;
    }

    public void reports(Status next) {
        status = next;
    }

    public void recovers(Map<String, Recovered> found) {
        recovered = found;
    }

    @Override
    public CompletionStage<Void> append(List<Frame> frames) {
        RuntimeException thrown = mistake;
        if (thrown != null) {
            throw thrown;
        }
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
    public Map<String, Recovered> recovered() {
        return recovered;
    }

    @Override
    public Optional<Books> books() {
        return books;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public void close() {}
}
