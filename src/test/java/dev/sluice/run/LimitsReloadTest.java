package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.SluiceConfig;
import dev.sluice.failure.FailureListener;
import dev.sluice.limit.LimitSet;
import dev.sluice.limit.RateLimits;
import dev.sluice.project.TestConfig;
import dev.sluice.report.SluiceMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsReloadTest {
    @TempDir
    Path folder;

    @Test
    void limits_follow_the_file_while_it_changes() throws Exception {
        Path file = Files.writeString(folder.resolve("sluice.yaml"), "scrub: {ip: drop}\n");
        SluiceConfig config = TestConfig.of(Map.of("sluice.config", file.toString()));
        RateLimits limits = new RateLimits(LimitSet.NONE);
        PolicyChoice choice = new PolicyChoice(config, limits, FailureListener.NONE);
        choice.start(new SluiceMetrics());
        try {
            assertThat(limits.admit("shop", 1_000_000, 1)).isZero();

            Files.writeString(file, "limits: {events_per_second: 0.01, burst: 1}\n");
            await().atMost(Duration.ofSeconds(30)).until(() -> limits.admit("shop", 1_000_000, 1) > 0);

            Files.writeString(file, "limits: {events_per_second: unlimited}\n");
            await().atMost(Duration.ofSeconds(30)).until(() -> limits.admit("shop", 1_000_000, 1) == 0);
        } finally {
            choice.stop();
        }
    }
}
