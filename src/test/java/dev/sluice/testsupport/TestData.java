package dev.sluice.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data directories for tests that start the gateway; below {@code target}, so that a clean removes them. */
public final class TestData {
    private TestData() {}

    /** A new, empty folder. */
    public static Path directory() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "test-data").toAbsolutePath());
            return Files.createTempDirectory(parent, "data-");
        } catch (IOException e) {
            throw new UncheckedIOException("no data directory for a test", e);
        }
    }
}
