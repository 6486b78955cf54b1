package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testsupport.RecordingPostHog.Answer;
import dev.sluice.testsupport.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data directory filling up, going read-only and going away under the packaged gateway. */
class DiskFailuresIT {
    private static final String TOKEN = "phc_disktoken";
    private static final int FILLER_BYTES = 100_000;

    @TempDir
    Path temp;

    private final Random random = new Random(1);
    private final AtomicBoolean isAway = new AtomicBoolean();
    private final Set<UUID> acknowledged = new HashSet<>();
    private Path mount;
    private Upstream postHog;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        mount = Files.createDirectory(temp.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", mount.toString()) == 0,
                "skipped: a tmpfs of its own needs the right to mount (run as root)");
        postHog = new Upstream();
        postHog.recording().answer(request -> isAway.get() ? Answer.status(503) : Answer.ok());
        Map<String, String> environment = RunningGateway.deliveringTo(postHog.uri(), TOKEN);
        environment.put("SLUICE_SPOOL_MAX_BYTES", "16M"); // and so segments of 2 MB
        gateway = RunningGateway.start(mount.resolve("data"), environment);
    }

    @AfterEach
    void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (postHog != null) {
            postHog.close();
        }
        run("umount", mount.toString());
    }

    @Test
    void a_full_disk_is_answered_with_503_and_room_comes_back_with_delivery() {
        isAway.set(true);
        await().atMost(Duration.ofSeconds(60)).until(() -> post() == 503);
        assertHealthSays("no space left");

        isAway.set(false);
        assertRecovered();
    }

    @Test
    void a_read_only_disk_is_answered_with_503_until_it_can_be_written_again() throws Exception {
        assertThat(post()).isEqualTo(200);
        // A file system with files open for writing refuses to turn read-only, unless it fails. So over it, for what is
        // opened from now on: the next segment.
        assertThat(run("mount", "--bind", mount.toString(), mount.toString())).isZero();
        try {
            assertThat(run("mount", "-o", "remount,ro,bind", mount.toString())).isZero();
            await().atMost(Duration.ofSeconds(60)).until(() -> post() == 503);
            assertHealthSays("writing to");
        } finally {
            // Lazily: the gateway may have a file open through it at this moment, to read.
            assertThat(run("umount", "--lazy", mount.toString())).isZero();
        }
        assertRecovered();
    }

    @Test
    void a_deleted_data_directory_is_made_again() throws Exception {
        assertThat(post()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30)).until(() -> postHog.uuids().containsAll(acknowledged));
        delete(mount.resolve("data").resolve("spool"));

        assertRecovered();
        assertThat(mount.resolve("data").resolve("spool")).isDirectoryContaining("glob:**.seg");
    }

    private void assertRecovered() {
        await().atMost(Duration.ofSeconds(60)).until(() -> post() == 200);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(postHog.uuids()).containsAll(acknowledged));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> gateway.get("/health").statusCode() == 200);
    }

    private void assertHealthSays(String problem) {
        HttpResponse<String> health = gateway.get("/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains(problem);
    }

    /** Sends one large event that does not compress, and gives the status. */
    private int post() {
        byte[] noise = new byte[FILLER_BYTES / 2];
        random.nextBytes(noise);
        UUID uuid = UUID.randomUUID();
        StringBuilder body =
                new StringBuilder("{\"api_key\":\"" + TOKEN + "\",\"event\":\"disk\",\"distinct_id\":\"d\",\"uuid\":\""
                        + uuid + "\",\"timestamp\":\"2026-11-22T12:00:00Z\",\"properties\":{\"p\":\"");
        for (byte b : noise) {
            body.append((char) ('a' + (b & 15))).append((char) ('a' + (b >> 4 & 15)));
        }
        int status = gateway.post(
                        "/capture/", body.append("\"}}").toString().getBytes(UTF_8), "Content-Type", "application/json")
                .statusCode();
        if (status == 200) {
            acknowledged.add(uuid);
        }
        return status;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
