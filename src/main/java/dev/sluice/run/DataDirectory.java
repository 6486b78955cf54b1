package dev.sluice.run;

import dev.sluice.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that everything durable lives in. */
final class DataDirectory {
    private DataDirectory() {}

    /**
     * Makes it if need be, and tries whether files can be made in it.
     *
     * @throws ConfigurationException if not; the gateway could not keep its promise
     */
    static void open(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "writable", ".probe"));
        } catch (IOException e) {
            throw new ConfigurationException("SLUICE_DATA_DIR: no file can be made in " + directory + " ("
                    + e.getClass().getSimpleName() + "); it takes a folder that this process may write to");
        }
    }
}
