package dev.sluice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testsupport.RecordingPostHog.Answer;
import dev.sluice.testsupport.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostHog is away while events come in, and comes back: {@code bench/outage} is the long form, with figures. */
class OutageIT {
    private static final String TOKEN = "phc_outagetoken";
    private static final int BACKLOG = 100_000;
    private static final int PER_REQUEST = 250;
    private static final int MOST_UNDER_WAY = 32 * 500;
    private static final long MOST_RESIDENT_KIB = 1 << 20;

    @TempDir
    Path dataDir;

    @Test
    void a_backlog_goes_out_oldest_first_beside_live_traffic_and_each_event_once() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        Captured captured = new Captured(TOKEN);
        try (Upstream postHog = new Upstream();
                RunningGateway gateway =
                        RunningGateway.start(dataDir, RunningGateway.deliveringTo(postHog.uri(), TOKEN))) {
            postHog.recording().answer(_ -> away.get() ? Answer.status(503) : Answer.ok());
            captured.send(gateway, BACKLOG / PER_REQUEST, PER_REQUEST);
            assertThat(gateway.metric("sluice_events_pending")).isEqualTo(BACKLOG);
            assertThat(gateway.metric("sluice_circuit_open")).isEqualTo(1);

            away.set(false);
            while (gateway.metric("sluice_events_pending") > 0 && captured.count() < 2 * BACKLOG) {
                captured.send(gateway, 5, 20);
            }

            await().atMost(Duration.ofSeconds(120)).until(() -> gateway.metric("sluice_events_pending") == 0);
            List<Integer> order = postHog.events().stream()
                    .map((JsonNode event) -> Captured.number(event.path("uuid").asText()))
                    .toList();
            assertThat(order).hasSize(captured.count()).doesNotHaveDuplicates();
            for (int i = 0; i < BACKLOG; i++) {
                assertThat(order.get(i)).as("oldest first").isBetween(i - 2 * MOST_UNDER_WAY, i + 2 * MOST_UNDER_WAY);
            }
            assertThat(mostResidentKib(gateway.pid())).isLessThan(MOST_RESIDENT_KIB);
        }
    }

    private static long mostResidentKib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
