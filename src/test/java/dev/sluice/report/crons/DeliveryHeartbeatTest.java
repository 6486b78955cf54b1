package dev.sluice.report.crons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.DeliveryStatus;
import dev.sluice.delivery.PostHogState;
import dev.sluice.ledger.Balance;
import dev.sluice.report.Books;
import dev.sluice.spool.Spool.Outcomes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class DeliveryHeartbeatTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

    private final AtomicLong turns = new AtomicLong();
    private final Balance balance = new Balance();
    private final StagedSpool spool = new StagedSpool();
    private PostHogState postHog = PostHogState.OK;
    private boolean circuitOpen;

    private DeliveryHeartbeat heartbeat(LongSupplier loop) {
        return new DeliveryHeartbeat(
                loop,
                () -> new DeliveryStatus(postHog, circuitOpen, 0, 1, 0),
                new Books(balance, spool, NOW),
                Duration.ofMillis(20));
    }

    private static boolean briefly(Duration time) {
        return true;
    }

    private void eventsWaitSinceMinutes(long minutes) {
        balance.received("shop", 2, Outcomes.NONE);
        spool.pending = () -> 2L;
        spool.oldestPendingMillis = NOW.millis() - minutes * 60_000;
    }

    @Test
    void a_loop_that_turns_is_well() throws InterruptedException {
        assertThat(heartbeat(turns::incrementAndGet).run(DeliveryHeartbeatTest::briefly))
                .isEqualTo(Verdict.WELL);
    }

    @Test
    void a_loop_that_stands_still_is_a_failure() throws InterruptedException {
        assertThat(heartbeat(turns::get).run(DeliveryHeartbeatTest::briefly).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.what()).isEqualTo("the delivery loop does not turn any more"));
    }

    @Test
    void old_events_that_do_not_move_are_a_failure_from_the_second_look_on() throws InterruptedException {
        eventsWaitSinceMinutes(16);
        var heartbeat = heartbeat(turns::incrementAndGet);

        assertThat(heartbeat.run(DeliveryHeartbeatTest::briefly)).isEqualTo(Verdict.WELL);
        assertThat(heartbeat.run(DeliveryHeartbeatTest::briefly).isWell()).isFalse();

        balance.ended("shop", new Outcomes(1, 0, 0, 0));
        assertThat(heartbeat.run(DeliveryHeartbeatTest::briefly)).isEqualTo(Verdict.WELL);
    }

    @Test
    void young_events_and_an_absent_posthog_are_none() throws InterruptedException {
        eventsWaitSinceMinutes(14);
        var heartbeat = heartbeat(turns::incrementAndGet);
        heartbeat.run(DeliveryHeartbeatTest::briefly);
        assertThat(heartbeat.run(DeliveryHeartbeatTest::briefly)).isEqualTo(Verdict.WELL);

        spool.oldestPendingMillis = 1;
        postHog = PostHogState.ERROR;
        assertThat(heartbeat.run(DeliveryHeartbeatTest::briefly)).isEqualTo(Verdict.WELL);

        postHog = PostHogState.OK;
        circuitOpen = true;
        assertThat(heartbeat.run(DeliveryHeartbeatTest::briefly)).isEqualTo(Verdict.WELL);
    }
}
