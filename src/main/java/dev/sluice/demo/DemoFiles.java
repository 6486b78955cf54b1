package dev.sluice.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/** The demo's own files, by a closed list: a name from a request never becomes a path. */
final class DemoFiles {
    private static final Set<String> NAMES = Set.of(
            "page/index.html",
            "page/demo.css",
            "page/demo.js",
            "posthog-js/array.js",
            "posthog-js/exception-autocapture.js");

    private DemoFiles() {}

    static Optional<byte[]> read(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream("demo/" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's file cannot be read from the application", e);
        }
    }
}
