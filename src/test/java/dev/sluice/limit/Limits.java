package dev.sluice.limit;

import dev.sluice.config.SluiceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The limits that a configuration file sets. */
public final class Limits {
    private Limits() {}

    public static LimitSet of(String yaml) {
        try {
            Path folder = Files.createTempDirectory("limits");
            Path path = Files.writeString(folder.resolve("sluice.yaml"), yaml);
            try {
                return LimitsReader.read(Optional.of(SluiceFile.read(path)));
            } finally {
                Files.delete(path);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
