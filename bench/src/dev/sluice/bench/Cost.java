package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel has booked on processes so far, read from {@code /proc}. */
final class Cost {
    /** {@code /proc} counts in USER_HZ, which is 100 on every Linux that a JDK 25 runs on, whatever the kernel's own HZ. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private Cost() {}

    /** User and system time of the processes and of those of their children that ended. */
    static long cpuNanos(List<ProcessHandle> processes) {
        long ticks = 0;
        for (ProcessHandle process : processes) {
            ticks += ticks(read(Path.of("/proc/" + process.pid() + "/stat")));
        }
        return ticks * NANOS_PER_TICK;
    }

    /** The same for processes that come and go under a parent that is among them: what one of them took is then its parent's. */
    static long cpuNanosAsFarAsTheyRun(List<ProcessHandle> processes) {
        long ticks = 0;
        for (ProcessHandle process : processes) {
            Path stat = Path.of("/proc/" + process.pid() + "/stat");
            try {
                ticks += ticks(Files.readString(stat));
            } catch (IOException e) {
                if (process.isAlive()) {
                    throw new UncheckedIOException("cannot read " + stat, e);
                }
            }
        }
        return ticks * NANOS_PER_TICK;
    }

    private static long ticks(String stat) {
        // The second field is the command in brackets and may itself contain blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    /** Time that all cores together were busy, with anything; includes what a hypervisor took away. */
    static long machineNanos() {
        String[] fields = read(Path.of("/proc/stat"))
                .lines()
                .findFirst()
                .orElseThrow()
                .trim()
                .split("\\s+");
        long ticks = 0;
        for (int i = 1; i <= 8; i++) {
            boolean idle = i == 4 || i == 5;
            ticks += idle ? 0 : Long.parseLong(fields[i]);
        }
        return ticks * NANOS_PER_TICK;
    }

    /** Resident memory; pages that several of the processes share are counted in each of them. */
    static long residentBytes(List<ProcessHandle> processes) {
        long kibibytes = 0;
        for (ProcessHandle process : processes) {
            kibibytes += read(Path.of("/proc/" + process.pid() + "/status"))
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .sum();
        }
        return kibibytes * 1024;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException("a measured process is gone", e);
        }
    }
}
