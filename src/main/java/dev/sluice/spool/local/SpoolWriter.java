package dev.sluice.spool.local;

import dev.sluice.spool.AppendQueue;
import dev.sluice.spool.AppendQueue.Append;
import dev.sluice.spool.Frame;
import dev.sluice.spool.RareLog;
import dev.sluice.spool.SpoolUnavailableException;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that writes. It takes whatever waits, writes it, forces it to the device once and completes all of it;
 * while it is at that, the next group gathers, so groups grow with the load and a lone request waits for one fsync only. In
 * between it keeps the checkpoint and deletes what is done.
 */
final class SpoolWriter implements Runnable {
    private static final long PRESENCE_CHECK_NANOS = 1_000_000_000L;
    private static final long RETRY_NANOS = 1_000_000_000L;
    /** A checkpoint with a large bitmap is written less often. */
    private static final long CHECKPOINT_BYTES_PER_SECOND = 1 << 20;

    private final AppendQueue intake;
    private final SegmentLog log;
    private final Progress progress;
    private final FrameFeed feed;
    private final CheckpointFiles checkpoints;
    private final DiskTrouble trouble;
    private final LocalSpoolOptions options;
    private final long maxBytes;
    private final RareLog rare = new RareLog();
    private long nextCheckpoint = System.nanoTime();
    private long endsInCheckpoint = -1;
    private long nextPresenceCheck = System.nanoTime();

    SpoolWriter(
            AppendQueue intake,
            SegmentLog log,
            Progress progress,
            FrameFeed feed,
            CheckpointFiles checkpoints,
            DiskTrouble trouble,
            LocalSpoolOptions options,
            long maxBytes) {
        this.intake = intake;
        this.log = log;
        this.progress = progress;
        this.feed = feed;
        this.checkpoints = checkpoints;
        this.trouble = trouble;
        this.options = options;
        this.maxBytes = maxBytes;
    }

    @Override
    public void run() {
        while (!intake.isFinished()) {
            try {
                List<Append> group = intake.take(options.groupBytes(), nanosToNextDuty());
                if (!group.isEmpty()) {
                    store(group);
                }
                keepHouse();
            } catch (RuntimeException | Error e) {
                // The rim of this thread: without it nothing is ever stored again.
                Log.error("spool: unexpected failure of the writer; it goes on", e);
            }
        }
        finish();
    }

    private void store(List<Append> group) {
        List<Frame> frames = new ArrayList<>(group.size());
        List<Found.Whole> committed;
        try {
            for (Append append : group) {
                frames.addAll(append.frames());
            }
            // A file that is deleted while it is open takes writes and forces as before, for nothing.
            if (log.isActiveGone()) {
                directoryGone();
            }
            committed = log.append(frames);
        } catch (IOException | RuntimeException | Error e) {
            fail(group, e);
            return;
        }
        trouble.succeeded();
        progress.stored(committed);
        // First the answer, then the reader: an outcome must not be booked before the arrival.
        for (Append append : group) {
            append.result().complete(null);
        }
        feed.publish(committed);
    }

    /** Everything that waits fails too: it would only meet the same disk. */
    private void fail(List<Append> group, Throwable cause) {
        trouble.failed(cause);
        SpoolUnavailableException failure = new SpoolUnavailableException(trouble.problem(), cause);
        // Taken out before the first answer: an append that is sent because of it is a new try.
        List<Append> waiting = intake.take(Long.MAX_VALUE, 0);
        for (Append append : group) {
            append.result().completeExceptionally(failure);
        }
        for (Append append : waiting) {
            append.result().completeExceptionally(failure);
        }
    }

    private long nanosToNextDuty() {
        long toProbe = trouble.problem().isEmpty()
                ? Long.MAX_VALUE
                : options.probeInterval().toNanos();
        long toCheckpoint = progress.isDirty() ? Math.max(0, nextCheckpoint - System.nanoTime()) : Long.MAX_VALUE;
        return Math.min(toProbe, toCheckpoint);
    }

    private void probe() {
        try {
            log.probe();
            trouble.succeeded();
        } catch (IOException e) {
            trouble.failed(e);
        }
    }

    private void keepHouse() {
        long now = System.nanoTime();
        if (now - nextPresenceCheck >= 0) {
            nextPresenceCheck = now + PRESENCE_CHECK_NANOS;
            if (log.isActiveGone()) {
                directoryGone();
            }
        }
        if (trouble.isProbeOverdue()) {
            probe();
        }
        if (log.ends() > Math.max(0, endsInCheckpoint)) {
            progress.touch();
        }
        if (!progress.isDirty() || now - nextCheckpoint < 0) {
            return;
        }
        nextCheckpoint = now + options.checkpointInterval().toNanos();
        sealIfRoomIsNeeded();
        try {
            Checkpoint checkpoint = progress.checkpoint(log.ended());
            // Also with each segment that ends: a start after a power cut then reads the last one, and not the backlog.
            if (log.hasDoneSegments(checkpoint.done()) || log.ends() != endsInCheckpoint) {
                checkpoints.writeSynced(checkpoint);
                endsInCheckpoint = log.ends();
                log.deleteDoneSegments(checkpoint.done());
            } else {
                checkpoints.write(checkpoint);
            }
            long rest = TimeUnit.SECONDS.toNanos(checkpoint.done().encodedLength()) / CHECKPOINT_BYTES_PER_SECOND;
            nextCheckpoint = now + Math.max(options.checkpointInterval().toNanos(), rest);
        } catch (NoSuchFileException e) {
            progress.touch();
            nextCheckpoint = now + RETRY_NANOS;
            directoryGone();
        } catch (IOException e) {
            progress.touch();
            nextCheckpoint = now + RETRY_NANOS;
            if (rare.permits()) {
                Log.warnf(
                        "spool: the checkpoint could not be written (%s); it is tried again, and what was delivered"
                                + " since would be delivered again after a crash",
                        DiskTrouble.isNoSpace(e)
                                ? "no space left"
                                : e.getClass().getSimpleName());
            }
        }
    }

    /** With a bound on the disk, a file that is done but still written to would keep its space for ever. */
    private void sealIfRoomIsNeeded() {
        if (maxBytes > 0 && log.bytes() > maxBytes / 2 && progress.mark() == log.nextOrdinal()) {
            log.seal();
        }
    }

    private void directoryGone() {
        log.seal();
        if (rare.permits()) {
            Log.error("spool: the data directory was deleted or moved while in use; a new segment is started there, but"
                    + " what was stored and not delivered is only in memory, if at all");
        }
    }

    private void finish() {
        try {
            log.force();
            log.seal();
            Checkpoint checkpoint = progress.checkpoint(log.ended());
            checkpoints.writeSynced(checkpoint);
            log.deleteDoneSegments(checkpoint.done());
        } catch (IOException e) {
            Log.warnf(
                    "spool: the last checkpoint could not be written (%s); some events will be delivered again",
                    e.getClass().getSimpleName());
        }
    }
}
