package dev.sluice.spool.local;

import dev.sluice.spool.AppendQueue.Append;
import dev.sluice.spool.Frame;
import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.HourBooks;
import dev.sluice.spool.RareLog;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.spool.StoredFrame;
import dev.sluice.spool.ThreadEnd;
import io.quarkus.logging.Log;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The spool in files of one directory; {@code docs/spool-format.md} describes them.
 *
 * <p>{@link #append} never waits: a full queue, a full or failing disk and the bound on the size fail the stage at once. A
 * disk that failed is tried again by an append at most once per {@link LocalSpoolOptions#probeInterval}, so the spool
 * recovers without a restart. Stages complete on the writer thread: callers with work to do hop to their own.
 *
 * <p>After a crash, frames that had been written but not yet acknowledged may be there and be delivered; their senders
 * repeat them, with the same uuids where they have any.
 */
public final class LocalSpool implements Spool {
    private static final long READ_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path directory;
    private final boolean fsync;
    private final long maxBytes;
    private final InstantSource clock;
    private final LocalSpoolOptions options;
    private final SpoolFiles files;
    private final RareLog rareRead = new RareLog();
    private volatile LossListener lossListener = (project, events) -> {};
    private volatile @Nullable RunningSpool running;
    private boolean closed;

    /**
     * @param directory the spool's own; made if it is not there
     * @param fsync whether an append waits for the device, or for the operating system only
     * @param maxBytes what it may occupy on disk; 0 for no bound
     */
    public LocalSpool(Path directory, boolean fsync, long maxBytes, InstantSource clock, LocalSpoolOptions options) {
        this(directory, fsync, maxBytes, clock, options, new DiskFiles());
    }

    LocalSpool(
            Path directory,
            boolean fsync,
            long maxBytes,
            InstantSource clock,
            LocalSpoolOptions options,
            SpoolFiles files) {
        this.directory = directory;
        this.fsync = fsync;
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.options = options;
        this.files = files;
    }

    /**
     * Reads what is stored and starts the writer. Before it, appends fail.
     *
     * @throws UncheckedIOException if the directory cannot be used, another process has it, or a newer version wrote it
     */
    public synchronized void start() {
        if (running != null || closed) {
            throw new IllegalStateException("a spool is started once");
        }
        try {
            files.createDirectories(directory);
            Closeable lock = files.lock(directory.resolve("lock"));
            try {
                running = RunningSpool.open(files, directory, fsync, maxBytes, clock, options, lock);
            } finally {
                if (running == null) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the spool in " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public CompletionStage<Void> append(List<Frame> frames) {
        RunningSpool spool = running;
        if (spool == null) {
            return CompletableFuture.failedFuture(new SpoolUnavailableException("the spool is not started"));
        }
        if (frames.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        long bytes = FrameCodec.checkedLength(frames);
        if (maxBytes > 0 && spool.log().bytes() + spool.intake().bytes() + bytes > maxBytes) {
            return CompletableFuture.failedFuture(new SpoolUnavailableException(limitReached()));
        }
        if (!spool.trouble().admits()) {
            return CompletableFuture.failedFuture(
                    new SpoolUnavailableException(spool.trouble().problem()));
        }
        Append append = new Append(List.copyOf(frames), bytes, new CompletableFuture<>());
        return switch (spool.intake().offer(append)) {
            case TAKEN -> append.result();
            case FULL -> {
                spool.trouble().probeUnused();
                yield CompletableFuture.failedFuture(
                        new SpoolUnavailableException("more events are waiting for the disk than the queue takes"));
            }
            case CLOSED -> CompletableFuture.failedFuture(new SpoolUnavailableException("the spool is shutting down"));
        };
    }

    @Override
    public Optional<StoredFrame> next(Duration wait, Set<String> notNow) throws InterruptedException {
        RunningSpool spool = started();
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            try {
                FrameFeed.Taken taken = spool.feed().take(left, notNow);
                if (taken == null) {
                    return Optional.empty();
                }
                switch (taken.found()) {
                    case Found.Whole whole -> {
                        spool.progress().taken(whole.stored(), taken.wasSteppedOver(), taken.steppedOverSince());
                        return Optional.of(whole.stored());
                    }
                    case Found.Lost lost -> stepOver(lost, spool);
                    case Found.Passed _, Found.Torn _ ->
                        throw new IllegalStateException("the feed gives frames and lost places only");
                }
            } catch (ClosedByInterruptException e) {
                Thread.interrupted(); // the exception below says it from here on
                throw (InterruptedException)
                        new InterruptedException("interrupted while reading the spool").initCause(e);
            } catch (IOException e) {
                if (rareRead.permits()) {
                    Log.warnf(
                            "spool: reading failed (%s); it is tried again",
                            e.getClass().getSimpleName());
                }
                spool.feed().pause(Math.min(READ_RETRY_NANOS, Math.max(0, deadline - System.nanoTime())));
                return Optional.empty();
            }
        }
    }

    @Override
    public void done(StoredFrame frame, Outcomes outcomes) {
        RunningSpool spool = started();
        if (spool.progress().done(frame, outcomes)) {
            spool.intake().nudge();
        }
    }

    @Override
    public void addToTotals(String project, Outcomes outcomes) {
        addToTotals(project, clock.millis(), outcomes);
    }

    @Override
    public void addToTotals(String project, long receivedAtMillis, Outcomes outcomes) {
        RunningSpool spool = started();
        if (spool.progress().add(project, receivedAtMillis, outcomes)) {
            spool.intake().nudge();
        }
    }

    @Override
    public Optional<List<HourBooks.Hour>> hours() {
        return Optional.of(started().progress().hours());
    }

    @Override
    public Map<String, Recovered> recovered() {
        return started().recovered();
    }

    @Override
    public void onLoss(LossListener listener) {
        lossListener = listener;
    }

    @Override
    public Status status() {
        RunningSpool spool = running;
        if (spool == null) {
            return new Status(false, "the spool is not started", 0, 0, 0);
        }
        long bytes = spool.log().bytes();
        String problem = spool.trouble().problem();
        if (problem.isEmpty() && maxBytes > 0 && bytes >= maxBytes) {
            problem = limitReached();
        }
        if (problem.isEmpty() && !spool.thread().isAlive()) {
            problem = "the spool is shut down";
        }
        return new Status(
                problem.isEmpty(),
                problem,
                bytes,
                spool.progress().pendingEvents(),
                spool.progress().oldestPendingMillis());
    }

    /** Stores what waits, writes the checkpoint and lets go of the directory. Appends fail from now on. */
    @Override
    public synchronized void close() {
        RunningSpool spool = running;
        if (spool == null || closed) {
            closed = true;
            return;
        }
        closed = true;
        spool.intake().close();
        spool.feed().close();
        ThreadEnd.await(spool.thread());
        try {
            spool.lock().close();
        } catch (IOException e) {
            Log.debugf("spool: releasing the lock failed (%s)", e.getClass().getSimpleName());
        }
    }

    private void stepOver(Found.Lost lost, RunningSpool spool) {
        Map<String, Long> ended = spool.census().lost(lost);
        if (!ended.isEmpty()) {
            spool.damaged().report(lost);
            ended.forEach(lossListener::lost);
            spool.intake().nudge();
        }
    }

    private RunningSpool started() {
        RunningSpool spool = running;
        if (spool == null) {
            throw new IllegalStateException("the spool is not started");
        }
        return spool;
    }

    private String limitReached() {
        return "the spool has reached its limit of " + maxBytes + " bytes";
    }
}
