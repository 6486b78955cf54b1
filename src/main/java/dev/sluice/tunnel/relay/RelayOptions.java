package dev.sluice.tunnel.relay;

import dev.sluice.delivery.DeliveryOptions;
import dev.sluice.delivery.RetrySchedule;
import dev.sluice.spool.local.LocalSpoolOptions;
import java.time.Duration;

/**
 * How the tunnel's second half behaves.
 *
 * @param maxBytes what stored envelopes may occupy on disk; beyond it none is taken
 * @param oldest an envelope that could not be sent for so long is dropped
 * @param repeats how long an envelope is remembered, so that it is not sent again when its browser repeats it
 * @param remembered how many of them
 * @param timeout of one request
 * @param log of the folder that they are in
 * @param delivery of what is in it
 */
public record RelayOptions(
        long maxBytes,
        Duration oldest,
        Duration repeats,
        int remembered,
        Duration timeout,
        LocalSpoolOptions log,
        DeliveryOptions delivery) {

    private static final int FILES = 8;

    /** An outage of a day must neither fill the disk nor end in a flood of yesterday's errors. */
    public static final RelayOptions DEFAULTS = new RelayOptions(
            256L << 20,
            Duration.ofHours(24),
            Duration.ofHours(24),
            100_000,
            Duration.ofSeconds(30),
            // A tenth of what events get: smaller files, so that what is done frees its disk soon.
            new LocalSpoolOptions(
                    16L << 20, 32L << 20, 4096, 8L << 20, 4L << 20, Duration.ofMillis(50), Duration.ofSeconds(1)),
            // Sentry takes one envelope a request.
            new DeliveryOptions(
                    1,
                    Long.MAX_VALUE / 2,
                    Long.MAX_VALUE / 2,
                    Duration.ZERO,
                    8L << 20,
                    8,
                    100,
                    Duration.ofSeconds(5),
                    new RetrySchedule(Duration.ofMillis(500), Duration.ofSeconds(60)),
                    5,
                    new RetrySchedule(Duration.ofMillis(500), Duration.ofSeconds(5))));

    /** The same with another bound on the disk, in at least {@value #FILES} files: disk is freed file by file. */
    public RelayOptions withMaxBytes(long bytes) {
        LocalSpoolOptions files = new LocalSpoolOptions(
                Math.min(log.segmentBytes(), Math.max(1, bytes / FILES)),
                log.queueBytes(),
                log.queueAppends(),
                log.groupBytes(),
                log.recentBytes(),
                log.checkpointInterval(),
                log.probeInterval());
        return new RelayOptions(bytes, oldest, repeats, remembered, timeout, files, delivery);
    }
}
