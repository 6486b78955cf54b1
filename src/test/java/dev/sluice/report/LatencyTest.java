package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatencyTest {
    @Test
    void a_duration_counts_in_its_bucket_and_in_all_above() {
        Latency latency = new Latency(0.001, 0.01, 0.1);

        latency.record(1_000_000);
        latency.record(1_000_001);
        latency.record(0);
        latency.record(10_000_000_000L);

        assertThat(latency.cumulative()).containsExactly(2, 3, 3, 4);
        assertThat(latency.sumSeconds()).isCloseTo(10.002, within(1e-6));
    }
}
