package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever Sentry does, the gateway's threads do not wait for it, nothing grows, and its own failure goes nowhere. */
class SentryAwayTest {
    // Not removed: the SDK may still write to its offline folder when a stop did not wait for it.
    @TempDir(cleanup = CleanupMode.NEVER)
    Path dataDir;

    @Test
    void what_could_not_be_sent_is_sent_after_the_next_start_and_its_file_is_gone() throws IOException {
        RecordingSentry gone = RecordingSentry.start();
        int port = gone.port();
        String dsn = gone.dsn();
        gone.stop();
        FailureReports reports = new FailureReports();
        SentryReporter reporter = started(dsn, reports);
        reports.failed(Failure.of(Category.SPOOL, "while Sentry was away"));
        await().untilAsserted(() -> assertThat(kept()).hasSize(1));
        reporter.stop();

        RecordingSentry back = RecordingSentry.startAt(port);
        SentryReporter next = started(dsn, new FailureReports());
        try {
            await().until(() -> back.events().size() == 1);
            assertThat(back.events().getFirst().path("message").path("message").asText())
                    .isEqualTo("while Sentry was away");
            await().untilAsserted(() -> assertThat(kept()).isEmpty());
        } finally {
            next.stop();
            back.stop();
        }
    }

    @Test
    void what_is_kept_is_bounded() {
        RecordingSentry gone = RecordingSentry.start();
        String dsn = gone.dsn();
        gone.stop();
        AtomicLong nanos = new AtomicLong();
        FailureReports reports = new FailureReports(new ReportBudget(nanos::get));
        SentryReporter reporter = started(dsn, reports);
        try {
            for (int i = 0; i < 200; i++) {
                nanos.addAndGet(ReportBudget.REFILL.toNanos());
                reports.failed(Failure.of(Category.OTHER, "failure " + i));
            }
            await().untilAsserted(() -> assertThat(kept()).hasSizeBetween(20, 30));
        } finally {
            reporter.stop();
        }
    }

    @Test
    void a_sentry_that_hangs_holds_up_nobody_and_nothing_about_it_is_reported() throws Exception {
        RecordingSentry sentry = RecordingSentry.start();
        sentry.hang();
        AtomicLong nanos = new AtomicLong();
        FailureReports reports = new FailureReports(new ReportBudget(nanos::get));
        SentryReporter reporter = started(sentry.dsn(), reports);
        try (CapturedLog log = CapturedLog.open()) {
            reports.failed(Failure.of(Category.OTHER, "the first"));
            await().until(() -> sentry.envelopes().size() == 1);

            // Far more than the queue takes, while the only thread that sends is held: a caller that waited would never
            // end.
            for (int i = 0; i < 5_000; i++) {
                nanos.addAndGet(ReportBudget.REFILL.toNanos());
                reports.failed(Failure.of(Category.OTHER, "failure " + i));
            }
            assertThat(sentry.envelopes()).hasSize(1);

            reporter.stop();
            assertThat(log.text()
                            .lines()
                            .filter(line -> line.contains("Sentry"))
                            .count())
                    .isLessThanOrEqualTo(1);
        } finally {
            reporter.stop();
            sentry.stop();
        }
    }

    @Test
    void a_sentry_that_answers_500_is_told_nothing_about_that_and_the_log_has_one_line() {
        RecordingSentry sentry = RecordingSentry.start();
        sentry.answer(500);
        FailureReports reports = new FailureReports();
        SentryReporter reporter = started(sentry.dsn(), reports);
        try (CapturedLog log = CapturedLog.open()) {
            for (int i = 0; i < 10; i++) {
                reports.failed(Failure.of(Category.OTHER, "failure " + i));
            }
            await().until(() -> sentry.events().size() == 10);
            await().until(() -> log.text().contains("does not take reports"));

            assertThat(log.text().lines().filter(line -> line.contains("does not take reports")))
                    .hasSize(1);
        } finally {
            reporter.stop();
        }
        assertThat(sentry.events())
                .hasSize(10)
                .allSatisfy(event -> assertThat(
                                event.path("message").path("message").asText())
                        .startsWith("failure "));
        sentry.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void a_redirect_is_not_followed_to_where_nobody_configured(int status) {
        RecordingSentry elsewhere = RecordingSentry.start();
        RecordingSentry sentry = RecordingSentry.start();
        sentry.redirect(status, "http://127.0.0.1:" + elsewhere.port() + "/api/42/envelope/");
        FailureReports reports = new FailureReports();
        SentryReporter reporter = started(sentry.dsn(), reports);
        try (CapturedLog log = CapturedLog.open()) {
            reports.failed(Failure.of(Category.OTHER, "not for others"));

            // Said once the answer was looked at, so after everything that it could lead to.
            await().until(() -> log.text().contains("does not take reports"));
            assertThat(sentry.envelopes()).isNotEmpty();
            assertThat(elsewhere.envelopes()).isEmpty();
        } finally {
            reporter.stop();
            sentry.stop();
            elsewhere.stop();
        }
    }

    @Test
    void reports_go_out_where_nothing_can_be_kept() throws IOException {
        RecordingSentry sentry = RecordingSentry.start();
        // A file where the folder should be: nobody, root included, can write below it.
        Path file = Files.writeString(dataDir.resolve("file"), "x");
        FailureReports reports = new FailureReports();
        SentryReporter reporter = new SentryReporter(new WithDsn(sentry.dsn()).config(), file, reports);
        reporter.start();
        try {
            reports.failed(Failure.of(Category.SPOOL, "the disk is gone"));

            await().until(() -> sentry.events().size() == 1);
        } finally {
            reporter.stop();
            sentry.stop();
        }
    }

    private SentryReporter started(String dsn, FailureReports reports) {
        SentryReporter reporter = new SentryReporter(new WithDsn(dsn).config(), dataDir, reports);
        reporter.start();
        return reporter;
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.walk(dataDir.resolve("sentry"))) {
            return files.filter(file -> file.toString().endsWith(".envelope")).toList();
        }
    }
}
