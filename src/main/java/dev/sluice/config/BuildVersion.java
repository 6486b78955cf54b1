package dev.sluice.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The version this binary was built as. */
public final class BuildVersion {
    // Read when the class is initialised, which the native build does: the binary holds the text, not the resource.
    private static final String NUMBER = read();

    private BuildVersion() {}

    public static String number() {
        return NUMBER;
    }

    /** What errors, traces, check-ins and sessions are of: {@code chosen} by the operator, else this build. */
    public static String release(Optional<String> chosen) {
        return chosen.map(String::strip).filter(text -> !text.isEmpty()).orElse("sluice@" + NUMBER);
    }

    private static String read() {
        try (InputStream in = BuildVersion.class.getResourceAsStream("/sluice-version.txt")) {
            if (in == null) {
                throw new IllegalStateException("sluice-version.txt is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
