package dev.sluice.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The facts of the machine that a reader of the figures needs. */
final class Machine {
    private Machine() {}

    static String describe(Path nginx, Path work) {
        return describe(work) + "| nginx | " + version(nginx) + " |\n";
    }

    static String describe(Path work) {
        Runtime runtime = Runtime.getRuntime();
        return """
                | | |
                | --- | --- |
                | cores | %d × %s |
                | memory | %s |
                | kernel | %s %s |
                | java | %s (%s) |
                | disk of the data directory | %s |
                """.formatted(
                        runtime.availableProcessors(),
                        field(Path.of("/proc/cpuinfo"), "model name"),
                        field(Path.of("/proc/meminfo"), "MemTotal"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.runtime.version"),
                        System.getProperty("java.vendor.version", System.getProperty("java.vendor")),
                        fileSystem(work));
    }

    private static String field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String fileSystem(Path directory) {
        try {
            return Files.getFileStore(directory).type();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String version(Path nginx) {
        try {
            Process process = new ProcessBuilder(nginx.toString(), "-v")
                    .redirectErrorStream(true)
                    .start();
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
            process.waitFor(5, TimeUnit.SECONDS);
            return line.substring(line.indexOf('/') + 1);
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
