package dev.sluice.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A headless Chromium of its own process and profile. */
public final class Browser implements AutoCloseable {
    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    private final Process process;
    private final Path profile;
    private final DevTools devTools;

    private Browser(Process process, Path profile, DevTools devTools) {
        this.process = process;
        this.profile = profile;
        this.devTools = devTools;
    }

    /** Where this machine has a Chromium, if it has one. */
    public static Optional<Path> executable() {
        return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    public static Browser launch(Path executable) throws IOException {
        Path profile = Files.createTempDirectory("sluice-browser");
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1400,1800",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new Browser(process, profile, DevTools.connect(devToolsAddress(process, profile)));
        } catch (RuntimeException e) {
            stop(process, profile);
            throw e;
        }
    }

    /** A new tab at that address. */
    public Page open(String url) {
        String target = devTools.send("Target.createTarget", "url", "about:blank")
                .path("targetId")
                .asText();
        JsonNode attached = devTools.send("Target.attachToTarget", "targetId", target, "flatten", true);
        Page page = new Page(devTools.session(attached.path("sessionId").asText()));
        page.navigate(url);
        return page;
    }

    @Override
    public void close() {
        devTools.close();
        stop(process, profile);
    }

    private static URI devToolsAddress(Process process, Path profile) {
        Path file = profile.resolve("DevToolsActivePort");
        List<String> lines = Awaitility.await("Chromium's debugging port")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            if (!process.isAlive()) {
                                throw new IllegalStateException("Chromium ended with " + process.exitValue());
                            }
                            return Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
                        },
                        read -> read.size() >= 2);
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
    }

    private static void stop(Process process, Path profile) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            // A file that a dying process still wrote: the folder for temporary files is cleaned by others.
        }
    }
}
