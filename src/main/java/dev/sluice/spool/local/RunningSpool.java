package dev.sluice.spool.local;

import dev.sluice.spool.AppendQueue;
import dev.sluice.spool.Spool.Recovered;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** The parts of a local spool between its start and its end. */
record RunningSpool(
        Closeable lock,
        Thread thread,
        AppendQueue intake,
        SegmentLog log,
        Progress progress,
        FrameFeed feed,
        DiskTrouble trouble,
        DamagedBytes damaged,
        Map<String, Recovered> recovered) {

    /** With a bound on the whole, this many segments, so that space comes back in portions as events are delivered. */
    private static final int SEGMENTS_WITHIN_BOUND = 8;

    /** Reads what is stored and starts the writer. The lock is held already. */
    static RunningSpool open(
            SpoolFiles files,
            Path directory,
            boolean fsync,
            long maxBytes,
            InstantSource clock,
            LocalSpoolOptions options,
            Closeable lock)
            throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (fsync && parent != null) {
            files.forceDirectory(parent);
        }
        DamagedBytes damaged = new DamagedBytes(files, directory);
        CheckpointFiles checkpoints = new CheckpointFiles(files, directory);
        Recovery recovery = new Recovery(files, directory, fsync, damaged);
        recovery.run(checkpoints);
        Progress progress = new Progress(
                recovery.checkpoint(),
                recovery.pendingEvents(),
                recovery.oldestPendingMillis(),
                recovery.lostPlaces(),
                recovery.hours());
        long segmentBytes = maxBytes == 0
                ? options.segmentBytes()
                : Math.min(options.segmentBytes(), maxBytes / SEGMENTS_WITHIN_BOUND);
        SegmentLog log = new SegmentLog(
                files, directory, fsync, segmentBytes, clock, recovery.segments(), recovery.nextOrdinal());
        LogWalk walk =
                new LogWalk(files, recovery.segments(), recovery.checkpoint().mark());
        FrameFeed feed = new FrameFeed(walk, recovery.nextOrdinal(), options.recentBytes());
        AppendQueue intake = new AppendQueue(options.queueBytes(), options.queueAppends());
        DiskTrouble trouble = new DiskTrouble(directory, clock, options.probeInterval());
        SpoolWriter writer = new SpoolWriter(intake, log, progress, feed, checkpoints, trouble, options, maxBytes);
        Thread thread = Thread.ofPlatform().name("sluice-spool").daemon().start(writer);
        return new RunningSpool(lock, thread, intake, log, progress, feed, trouble, damaged, recovery.byProject());
    }
}
