package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The SDKs of {@code src/test/js}, installed as its lock file says, and what runs on Node with them. */
final class SdkFolder {
    private static final Path SOURCES = Path.of("src/test/js");
    private static final Path INSTALLED = Path.of("target/js");

    private SdkFolder() {}

    /** Installs them, or has the test skipped where that cannot be done. */
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        for (String name :
                new String[] {"package.json", "package-lock.json", ".npmrc", "send.mjs", "customer.json", "sentry.mjs"
                }) {
            Files.copy(SOURCES.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Ended npm;
        try {
            npm = run(Duration.ofMinutes(3), "npm", "ci", "--prefer-offline");
        } catch (IOException e) {
            npm = new Ended(-1, "");
        }
        assumeTrue(npm.exit() == 0, "skipped: npm ci failed; needs node, npm and a package registry");
    }

    /** {@code @sentry/browser} as a script of a page, whose global is {@code Sentry}. */
    static String sentryForPages() throws IOException, InterruptedException {
        Ended esbuild = run(
                Duration.ofMinutes(1),
                "node",
                "node_modules/esbuild/bin/esbuild",
                "sentry.mjs",
                "--bundle",
                "--minify",
                "--format=iife",
                "--global-name=Sentry",
                "--charset=utf8",
                "--outfile=sentry.js");
        assertThat(esbuild.exit()).as(esbuild.output()).isZero();
        return Files.readString(INSTALLED.resolve("sentry.js"));
    }

    static Ended run(Duration deadline, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("sluice-e2e", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Ended(-1, command[0] + " did not end in " + deadline);
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    record Ended(int exit, String output) {}
}
