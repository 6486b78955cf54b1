package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What one append of 1 KiB and its fdatasync take on the disk of the data directory: a durable answer cannot be faster.
 *
 * @param micros sorted
 */
record DiskCalibration(double[] micros) {
    private static final int APPENDS = 1000;
    private static final long LIMIT_NANOS = 3_000_000_000L;

    static DiskCalibration of(Path directory) {
        Path file = directory.resolve("fdatasync");
        double[] micros = new double[APPENDS];
        int count = 0;
        long end = System.nanoTime() + LIMIT_NANOS;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer kibibyte = ByteBuffer.allocateDirect(1024);
            while (count < APPENDS && System.nanoTime() < end) {
                long start = System.nanoTime();
                channel.write(kibibyte.clear());
                channel.force(false);
                micros[count++] = (System.nanoTime() - start) / 1e3;
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory, e);
        }
        double[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        return new DiskCalibration(sorted);
    }

    double at(double share) {
        return micros[Math.min(micros.length - 1, (int) (share * micros.length))];
    }
}
