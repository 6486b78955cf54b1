package dev.sluice.report.crons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecurringJobTest {
    private static final Duration OFTEN = Duration.ofMillis(1);
    private static final Failure FAILURE = Failure.of(Category.DELIVERY, "It does not work");

    private final List<String> checkIns = new CopyOnWriteArrayList<>();
    private final List<Failure> failures = new CopyOnWriteArrayList<>();
    private @Nullable RecurringJob running;

    @AfterEach
    void stop() throws InterruptedException {
        if (running != null) {
            running.stop();
            running.join(Duration.ofSeconds(10));
        }
    }

    @Test
    void every_run_checks_in_and_only_a_run_does() throws InterruptedException {
        var runs = new AtomicInteger();
        start(number -> {
            runs.incrementAndGet();
            return Verdict.WELL;
        });

        await().until(() -> checkIns.size() >= 3);
        stop();

        assertThat(checkIns).containsOnly("sluice-delivery ok").hasSizeBetween(runs.get() - 1, runs.get());
        assertThat(failures).isEmpty();
    }

    @Test
    void trouble_is_a_failure_once_and_an_error_each_time_until_it_ends() {
        start(number -> number == 2 || number == 3 || number == 6 ? Verdict.failed(FAILURE) : Verdict.WELL);

        await().until(() -> checkIns.size() >= 7);

        assertThat(checkIns.subList(0, 7))
                .containsExactly(
                        "sluice-delivery ok",
                        "sluice-delivery error",
                        "sluice-delivery error",
                        "sluice-delivery ok",
                        "sluice-delivery ok",
                        "sluice-delivery error",
                        "sluice-delivery ok");
        assertThat(failures).containsExactly(FAILURE, FAILURE);
    }

    @Test
    void a_job_that_throws_has_failed_and_is_run_again() {
        var bug = new IllegalStateException("bug");
        start(number -> {
            if (number == 1) {
                throw bug;
            }
            return Verdict.WELL;
        });

        await().until(() -> checkIns.size() >= 2);

        assertThat(checkIns.subList(0, 2)).containsExactly("sluice-delivery error", "sluice-delivery ok");
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure.cause()).isSameAs(bug));
    }

    @Test
    void a_run_that_the_stop_breaks_off_tells_nothing() throws InterruptedException {
        var began = new CountDownLatch(1);
        running = new RecurringJob(
                job(pause -> {
                    began.countDown();
                    while (pause.lasts(OFTEN)) {
                        // Until it is told to stop.
                    }
                    return Verdict.failed(FAILURE);
                }),
                (monitor, isWell, took) -> checkIns.add("said"),
                failures::add,
                Duration.ZERO,
                OFTEN);
        running.start();
        began.await();

        stop();

        assertThat(checkIns).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void a_job_that_hangs_falls_silent() throws InterruptedException {
        var began = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        start(number -> {
            began.countDown();
            if (number == 2) {
                awaitQuietly(release);
            }
            return Verdict.WELL;
        });

        began.await();
        assertThat(checkIns).hasSize(1);
        release.countDown();
        await().until(() -> checkIns.size() >= 3);
    }

    private interface Body {
        Verdict run(Pause pause) throws InterruptedException;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(IntFunction<Verdict> runs) {
        var number = new AtomicInteger();
        running = new RecurringJob(
                job(_ -> runs.apply(number.incrementAndGet())),
                (monitor, isWell, took) -> checkIns.add(monitor.slug() + (isWell ? " ok" : " error")),
                failures::add,
                Duration.ZERO,
                OFTEN);
        running.start();
    }

    private static Job job(Body body) {
        return new Job() {
            @Override
            public Monitor monitor() {
                return Monitor.DELIVERY;
            }

            @Override
            public Verdict run(Pause pause) throws InterruptedException {
                return body.run(pause);
            }
        };
    }
}
