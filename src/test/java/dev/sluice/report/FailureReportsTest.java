package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.ConfigurationException;
import dev.sluice.failure.Category;
import dev.sluice.failure.Crumb;
import dev.sluice.failure.Failure;
import dev.sluice.trace.Origin;
import dev.sluice.trace.TraceContext;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureReportsTest {
    private static final String PLANTED = "planted@example.com";

    private final AtomicLong nanos = new AtomicLong();
    private final RecordingSentry sentry = RecordingSentry.start();
    private final FailureReports reports = new FailureReports(new ReportBudget(nanos::get));
    private final SentryReporter reporter;

    FailureReportsTest(@TempDir Path dataDir) {
        reporter = new SentryReporter(new WithDsn(sentry.dsn()).config(), dataDir, reports);
    }

    @BeforeEach
    void start() {
        reporter.start();
    }

    @AfterEach
    void stop() {
        reporter.stop();
        sentry.stop();
    }

    @Test
    void a_failure_is_an_event_with_all_that_is_known_of_it() {
        var trace = new TraceContext(0x0123456789abcdefL, 0x1122334455667788L, 0x99aabbccddeeff00L, true);

        reports.failed(Failure.of(Category.DELIVERY, "a batch was given up")
                .blaming("shop")
                .from(new Origin("0b1c2d3e4f506172", trace))
                .because(new IllegalStateException("no"))
                .after(List.of(new Crumb(Instant.EPOCH, "a request to PostHog", Map.of("answer", "refused (400)")))));

        JsonNode event = only();
        assertThat(event.path("level").asText()).isEqualTo("error");
        assertThat(event.path("environment").asText()).isEqualTo("production");
        assertThat(event.path("release").asText()).startsWith("sluice@");
        assertThat(event.path("message").path("message").asText()).isEqualTo("a batch was given up");
        assertThat(event.path("tags").path("category").asText()).isEqualTo("delivery");
        assertThat(event.path("tags").path("project").asText()).isEqualTo("shop");
        assertThat(event.path("tags").path("request_id").asText()).isEqualTo("0b1c2d3e4f506172");
        assertThat(event.path("contexts").path("trace").path("trace_id").asText())
                .isEqualTo("0123456789abcdef1122334455667788");
        assertThat(event.path("contexts").path("trace").path("span_id").asText())
                .isEqualTo("99aabbccddeeff00");
        assertThat(texts(event.path("fingerprint")))
                .containsExactly(
                        "delivery",
                        "a batch was given up",
                        "java.lang.IllegalStateException",
                        "dev.sluice.report.FailureReportsTest.a_failure_is_an_event_with_all_that_is_known_of_it",
                        "shop");
        JsonNode crumb = event.path("breadcrumbs").path(0);
        assertThat(crumb.path("message").asText()).isEqualTo("a request to PostHog");
        assertThat(crumb.path("data").path("answer").asText()).isEqualTo("refused (400)");
        JsonNode exception = event.path("exception").path("values").path(0);
        assertThat(exception.path("type").asText()).isEqualTo("IllegalStateException");
        assertThat(exception.path("stacktrace").path("frames").toString())
                .contains("a_failure_is_an_event_with_all_that_is_known_of_it");
        assertThat(event.has("server_name")).isFalse();
        assertThat(event.has("user")).isFalse();
        assertThat(event.has("dist")).isFalse();
    }

    @Test
    void a_failing_dependency_is_one_report_and_the_next_one_says_how_many_there_were() {
        Failure failure = Failure.of(Category.DEDUP, "Redis cannot be used").warning();
        for (int i = 0; i < 10_000; i++) {
            reports.failed(failure);
        }
        await().until(() -> aboutRedis().size() == 1);
        assertThat(aboutRedis().getFirst().path("level").asText()).isEqualTo("warning");

        nanos.addAndGet(ReportBudget.APART.toNanos());
        reports.failed(failure);

        await().until(() -> aboutRedis().size() == 2);
        assertThat(aboutRedis().getLast().path("extra").path("held_back").asInt())
                .isEqualTo(9_999);
    }

    private List<JsonNode> aboutRedis() {
        return sentry.events().stream()
                .filter(event -> event.path("message").path("message").asText().equals("Redis cannot be used"))
                .toList();
    }

    @Test
    void nothing_of_an_event_is_in_a_report_whatever_an_exception_quotes() {
        var quoting = new IllegalArgumentException(
                PLANTED, new UncheckedIOException(PLANTED, new MalformedInputException(7)));
        quoting.addSuppressed(new NumberFormatException("For input string: " + PLANTED));
        for (Category category : Category.values()) {
            reports.failed(Failure.of(category, "it failed")
                    .because(quoting)
                    .after(List.of(new Crumb(Instant.EPOCH, "a step", Map.of("what", PLANTED, "bytes", "17")))));
        }
        reports.failed(Failure.of(Category.CONFIG, "a file was not taken")
                .because(new ConfigurationException("sluice.yaml:1:2: not \"" + PLANTED + "\"")));
        var stack = new StackOverflowError(PLANTED);
        reports.failed(Failure.of(Category.SCRUB, "the stack overflowed").because(stack));

        await().until(() -> sentry.events().size() == Category.values().length + 2);
        assertThat(String.join("\n", sentry.envelopes()))
                .contains("IllegalArgumentException", "NumberFormatException", "ConfigurationException", "17")
                .doesNotContain("planted")
                .doesNotContain("example.com");
    }

    @Test
    void what_is_logged_as_an_error_is_reported_by_the_package_that_logs_it() {
        log("dev.sluice.spool.local.Recovery", Level.SEVERE, "spool: %s is damaged", PLANTED);
        log("dev.sluice.spool.local.Recovery", Level.WARNING, "spool: %s is full", PLANTED);

        JsonNode event = only();
        assertThat(event.path("tags").path("category").asText()).isEqualTo("spool");
        assertThat(event.path("message").path("message").asText()).isEqualTo("spool: %s is damaged");
        assertThat(event.path("logger").asText()).isEqualTo("dev.sluice.spool.local.Recovery");
        assertThat(sentry.envelopes().getFirst()).doesNotContain("planted");
    }

    @Test
    void what_is_told_with_more_detail_or_is_about_reporting_itself_is_not_reported_from_the_log() {
        log("dev.sluice.capture.CaptureHandler", Level.SEVERE, "Capture request %s failed", "x");
        log("io.sentry.transport", Level.SEVERE, "Sentry is away");
        log("io.opentelemetry.exporter.internal.http.HttpExporter", Level.SEVERE, "Failed to export spans");
        log("io.quarkus.opentelemetry.runtime.exporter", Level.SEVERE, "Failed to export spans");
        log("dev.sluice.tunnel.SentryUpstream", Level.SEVERE, "Sentry is away");
        log("dev.sluice.run.Stages", Level.SEVERE, "the marker");

        assertThat(only().path("message").path("message").asText()).isEqualTo("the marker");
    }

    @Test
    void a_thread_that_ends_with_an_exception_is_reported_without_its_text() throws Exception {
        Thread thread = Thread.ofPlatform().start(() -> {
            throw new IllegalArgumentException(PLANTED);
        });
        thread.join();

        JsonNode event = only();
        assertThat(event.path("tags").path("category").asText()).isEqualTo("other");
        assertThat(sentry.envelopes().getFirst())
                .contains("IllegalArgumentException")
                .doesNotContain("planted");
    }

    @Test
    void a_stack_that_overflowed_is_cut_and_its_innermost_frames_stay() {
        reports.failed(Failure.of(Category.SCRUB, "the stack overflowed").because(deep(5_000)));

        JsonNode frames = only().path("exception")
                .path("values")
                .path(0)
                .path("stacktrace")
                .path("frames");
        assertThat(frames.size()).isBetween(1, 100);
        assertThat(frames.path(frames.size() - 1).path("function").asText()).isEqualTo("deep");
    }

    private static RuntimeException deep(int levels) {
        return levels == 0 ? new IllegalStateException() : deep(levels - 1);
    }

    private static void log(String logger, Level level, String template, Object... parameters) {
        Logger.getLogger(logger).log(level, template, parameters);
    }

    private JsonNode only() {
        await().atMost(Duration.ofSeconds(10)).until(() -> !sentry.events().isEmpty());
        assertThat(sentry.events().size()).isEqualTo(1);
        return sentry.events().getFirst();
    }

    private static List<String> texts(JsonNode array) {
        return java.util.stream.StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
