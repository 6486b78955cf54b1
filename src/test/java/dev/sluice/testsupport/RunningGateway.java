package dev.sluice.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The packaged gateway as a process of its own, the way an operator runs it: the native binary where the build made one
 * ({@code native.image.path}), else the jar.
 */
public final class RunningGateway implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final int port;
    private final Path log;

    private RunningGateway(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts it with these environment variables besides a free port and the data directory, and waits until it is ready. */
    public static RunningGateway start(Path dataDir, Map<String, String> environment) {
        try {
            int port = freePort();
            Path log = Files.createTempFile("gateway", ".log");
            ProcessBuilder builder = new ProcessBuilder(command());
            builder.environment().keySet().removeIf(RunningGateway::isConfiguration);
            builder.environment().put("PORT", Integer.toString(port));
            builder.environment().put("SLUICE_DATA_DIR", dataDir.toString());
            // Of which a fifth is notice to balancers, and tests have none.
            builder.environment().put("SLUICE_DRAIN_TIMEOUT", "5s");
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            RunningGateway gateway = new RunningGateway(builder.start(), port, log);
            gateway.awaitReady();
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The default project with the token, delivering to the given address. */
    public static Map<String, String> deliveringTo(URI postHog, String token) {
        Map<String, String> environment = new HashMap<>();
        environment.put("POSTHOG_API_KEY", token);
        environment.put("POSTHOG_HOST", postHog.toString());
        return environment;
    }

    public static boolean isNative() {
        Path binary = binary();
        return binary != null && Files.isExecutable(binary);
    }

    public URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + port + pathAndQuery);
    }

    public long pid() {
        return process.pid();
    }

    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public HttpResponse<String> post(String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** One sample of {@code /metrics}: the sum over all series of that name, whatever their labels. */
    public double metric(String name) {
        return sum(get("/metrics").body(), name);
    }

    /** The sum over all series of that name in a scrape. */
    public static double sum(String scrape, String name) {
        double sum = 0;
        for (String line : scrape.split("\n")) {
            if (line.startsWith(name + "{") || line.startsWith(name + " ")) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return sum;
    }

    /** What the process printed so far. */
    public String log() {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM, and no wait. */
    public void terminate() {
        process.destroy();
    }

    /** The exit code, once the process has ended by itself. */
    public int exitWithin(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("the gateway did not stop within " + limit + ":\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM, and wait. */
    @Override
    public void close() {
        process.destroy();
        awaitExit();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitExit() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("the gateway did not stop within 30 s:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new AssertionError("the gateway exited with " + process.exitValue() + ":\n" + log());
            }
            try {
                HttpRequest ready = HttpRequest.newBuilder(uri("/q/health/ready"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
                if (HTTP.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (IOException notYet) {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        process.destroyForcibly();
        throw new AssertionError("the gateway was not ready within 60 s:\n" + log());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What starts it: the binary, or Java and the jar. */
    public static List<String> command() {
        Path binary = binary();
        if (binary != null && Files.isExecutable(binary)) {
            return List.of(binary.toString());
        }
        Path jar = Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new AssertionError("nothing to run: build first, ./mvnw package -Dquick makes " + jar);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    private static @Nullable Path binary() {
        String path = System.getProperty("native.image.path");
        return path == null ? null : Path.of(path);
    }

    // A developer's own settings must not leak into the process under test.
    private static boolean isConfiguration(String name) {
        return name.startsWith("SLUICE_")
                || name.startsWith("POSTHOG_")
                || name.startsWith("SENTRY_")
                || name.startsWith("QUARKUS_")
                || name.startsWith("KAFKA_")
                || name.equals("PORT")
                || name.equals("REDIS_URL")
                || name.equals("DATABASE_URL");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
