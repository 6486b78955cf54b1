package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testsupport.Browser;
import dev.sluice.testsupport.ExportedSpan;
import dev.sluice.testsupport.Page;
import dev.sluice.testsupport.RecordingPostHog.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code @sentry/browser} and the real posthog-js on one page of a shop, both behind the packaged gateway. */
class SentryBrowserIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path data;

    @Test
    void one_trace_from_the_page_to_posthog_and_nothing_of_the_customer_in_sentry() throws Exception {
        Optional<Path> chromium = Browser.executable();
        assumeTrue(chromium.isPresent(), "skipped: no Chromium on this machine (Debian: apt-get install chromium)");
        SdkFolder.install();
        try (TracedShop shop = new TracedShop(data, SdkFolder.sentryForPages())) {
            String trace;
            try (Browser browser = Browser.launch(chromium.get())) {
                trace = buy(browser.open(
                        shop.address() + "/?email=jane.query%40example.com&card=4242424242424242&plan=pro"));
                await("what the page sent, at PostHog and at Sentry")
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(shop.arrivals().of("event"))
                                .contains("$pageview", "$identify", "order placed", "cursed"));
                for (String type : List.of("event", "span", "log", "replay_event", "replay_recording", "session")) {
                    shop.awaitFromPages(type);
                }
            }

            checkSpans(shop, trace);
            checkRequests(shop, trace);
            checkPerson(shop, trace);
            checkException(shop.awaitFromPages("event"));
            checkGatewaysOwn(shop, trace);
            shop.holdsNothingOfTheCustomer();
        }
    }

    /** @return the id of the page's trace */
    private static String buy(Page page) {
        page.waitFor("posthog.__loaded");
        String trace = page.evaluate("Sentry.getTraceData()['sentry-trace'].slice(0, 32)")
                .asText();
        page.evaluate("shop({email: '" + Planted.EMAIL + "', name: 'Jane Query', card: '" + Planted.CARD + "', phone: '"
                + Planted.PHONE + "'})");
        page.click("#pay");
        page.evaluate("Sentry.getReplay().flush()");
        return trace;
    }

    private static void checkSpans(TracedShop shop, String trace) {
        await("the spans of the whole way")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(of(shop, trace))
                        .extracting(ExportedSpan::name)
                        .contains(
                                "sluice.scrub",
                                "sluice.spool.commit",
                                "postgresql",
                                "sluice.dedup",
                                "redis",
                                "sluice.deliver",
                                "posthog",
                                "sluice.deadletter"));
        List<ExportedSpan> spans = of(shop, trace);
        ExportedSpan delivered = spans.stream()
                .filter(span -> span.name().equals("posthog"))
                .filter(span -> hasFact(span, "sluice.outcome", "delivered"))
                .findFirst()
                .orElseThrow();
        ExportedSpan deliver = parent(spans, delivered);
        assertThat(deliver.name()).isEqualTo("sluice.deliver");
        assertThat(deliver.attributes())
                .containsEntry("sentry.op", "queue.process")
                .containsKeys("messaging.message.receive.latency", "messaging.message.retry.count");
        ExportedSpan commit = parent(spans, deliver);
        assertThat(commit.attributes())
                .containsEntry("sentry.op", "queue.publish")
                .containsEntry("messaging.message.id", deliver.attributes().get("messaging.message.id"));
        ExportedSpan request = parent(spans, commit);
        assertThat(request.attributes())
                .containsEntry("sentry.op", "http.server")
                .containsEntry("sluice.request_id", commit.attributes().get("messaging.message.id"));
        assertThat(request.parent()).as("a span of the page").isNotEmpty();
        assertThat(parent(spans, named(spans, "redis")).name()).isEqualTo("sluice.dedup");
        assertThat(parent(spans, named(spans, "postgresql")).name()).isEqualTo("sluice.spool.commit");
        assertThat(shop.batches())
                .as("the request's own span is what PostHog is told")
                .anySatisfy(upstream -> assertThat(header(upstream, "traceparent"))
                        .isEqualTo("00-" + trace + "-" + delivered.spanId() + "-01"));
    }

    private static void checkRequests(TracedShop shop, String trace) {
        assertThat(shop.batches()).isNotEmpty().allSatisfy(request -> {
            assertThat(header(request, "traceparent"))
                    .startsWith("00-" + trace + "-")
                    .endsWith("-01");
            assertThat(header(request, "sentry-trace")).startsWith(trace + "-").endsWith("-1");
        });
        assertThat(shop.arrivals().requests())
                .allSatisfy(request -> assertThat(request.headers().contains("baggage"))
                        .as("baggage upstream")
                        .isFalse());
    }

    private static void checkPerson(TracedShop shop, String trace) {
        JsonNode order = shop.arrivals().named("order placed");
        JsonNode error = shop.awaitFromPages("event");
        String person = order.path("properties").path("distinct_id").asText();
        assertThat(person).matches("email_[a-z]{28}");
        assertThat(error.path("user").path("id").asText()).isEqualTo(person);
        assertThat(error.path("user").path("email").asText()).isEqualTo(person);
        assertThat(error.path("tags").path("posthog_distinct_id").asText()).isEqualTo(person);
        assertThat(error.path("tags").path("posthog_session_id"))
                .isEqualTo(order.path("properties").path("$session_id"));
        assertThat(order.path("properties").path("$sentry_trace_id").asText()).isEqualTo(trace);
        assertThat(error.path("contexts").path("trace").path("trace_id").asText())
                .isEqualTo(trace);
    }

    private static void checkException(JsonNode error) {
        JsonNode exception = error.path("exception").path("values").path(0);
        assertThat(exception.path("type").asText()).isEqualTo("RangeError");
        assertThat(exception.path("value").asText()).startsWith("Card ").contains("was declined");
        assertThat(exception.path("stacktrace").path("frames")).isNotEmpty();
        assertThat(error.path("release").asText()).isEqualTo("shop@7");
        assertThat(error.path("tags").path("plan").asText()).isEqualTo("pro");
        assertThat(error.path("request").path("url").asText()).contains("plan=pro");
        assertThat(error.path("sdk").path("settings").path("infer_ip").asText()).isEqualTo("never");
        assertThat(error.path("breadcrumbs").findValuesAsText("category"))
                .contains("checkout", "console", "fetch", "ui.click");
    }

    private static void checkGatewaysOwn(TracedShop shop, String trace) {
        JsonNode failure = shop.awaitFailure("PostHog refused an event for good");
        assertThat(failure.path("breadcrumbs").findValuesAsText("message")).isNotEmpty();
        assertThat(failure.path("contexts").path("trace").path("trace_id").asText())
                .isEqualTo(trace);
        assertThat(shop.awaitCheckIn().path("monitor_slug").asText()).startsWith("sluice-");
    }

    private static List<ExportedSpan> of(TracedShop shop, String trace) {
        return shop.spans().stream()
                .filter(span -> span.traceId().equals(trace))
                .toList();
    }

    private static ExportedSpan named(List<ExportedSpan> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name));
    }

    private static ExportedSpan parent(List<ExportedSpan> spans, ExportedSpan child) {
        return spans.stream()
                .filter(span -> span.spanId().equals(child.parent()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no parent of " + child.name()));
    }

    private static boolean hasFact(ExportedSpan span, String name, String value) {
        return value.equals(span.attributes().get(name));
    }

    private static String header(Received request, String name) {
        return Objects.requireNonNullElse(request.headers().get(name), "");
    }
}
