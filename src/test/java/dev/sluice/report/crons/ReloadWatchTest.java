package dev.sluice.report.crons;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReloadWatchTest {
    private final AtomicLong looks = new AtomicLong();

    private static boolean goesOn(Duration time) {
        return true;
    }

    @Test
    void a_file_that_is_watched_and_in_force_is_well() throws InterruptedException {
        assertThat(new ReloadWatch(looks::incrementAndGet, () -> true).run(ReloadWatchTest::goesOn))
                .isEqualTo(Verdict.WELL);
    }

    @Test
    void a_file_that_is_rejected_is_not_well_and_told_by_who_rejects_it() throws InterruptedException {
        Verdict verdict = new ReloadWatch(looks::incrementAndGet, () -> false).run(ReloadWatchTest::goesOn);

        assertThat(verdict.isWell()).isFalse();
        assertThat(verdict.failures()).isEmpty();
    }

    @Test
    void a_watch_that_has_ended_is_a_failure() throws InterruptedException {
        assertThat(new ReloadWatch(looks::get, () -> true, Duration.ofMillis(20))
                        .run(ReloadWatchTest::goesOn)
                        .failures())
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure.what()).isEqualTo("the configuration file is not looked at any more"));
    }

    @Test
    void a_stop_while_it_waits_tells_nothing() throws InterruptedException {
        assertThat(new ReloadWatch(looks::get, () -> false).run(time -> false)).isEqualTo(Verdict.WELL);
    }
}
