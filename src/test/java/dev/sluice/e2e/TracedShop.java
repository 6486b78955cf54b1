package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testsupport.Backends;
import dev.sluice.testsupport.ExportedSpan;
import dev.sluice.testsupport.RecordingPostHog;
import dev.sluice.testsupport.RecordingPostHog.Answer;
import dev.sluice.testsupport.RecordingPostHog.Received;
import dev.sluice.testsupport.RecordingSentry;
import dev.sluice.testsupport.RunningGateway;
import dev.sluice.tunnel.SentryCaptures;
import dev.sluice.tunnel.SentryRules;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gateway with everything that it can have beside it: PostHog, Postgres with the spool, Redis, a Sentry for its own failures and
 * traces, and another one for those of a shop's pages.
 */
final class TracedShop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final RecordingPostHog postHog = RecordingPostHog.start(vertx);
    private final RecordingSentry own = RecordingSentry.start();
    private final RecordingSentry ofPages = RecordingSentry.start();
    private final RunningGateway gateway;
    private final Shop shop;

    TracedShop(Path data, String sentryScript) throws Exception {
        // PostHog refuses one event for good, so that there is a failure to tell of.
        postHog.answer(request -> request.events().stream()
                        .anyMatch(event -> event.path("event").asText().equals("cursed"))
                ? Answer.status(400)
                : PagesPostHog.answer(request));
        Map<String, String> environment = RunningGateway.deliveringTo(postHog.uri(), GatewayBeforePostHog.TOKEN);
        environment.put("POSTHOG_ASSETS_HOST", postHog.uri().toString());
        environment.put("DATABASE_URL", Backends.freshDatabase());
        environment.put("REDIS_URL", Backends.redisUrl());
        environment.put("SLUICE_SPOOL", "postgres");
        environment.put("SENTRY_DSN", own.dsn());
        environment.put("SENTRY_TRACES_SAMPLE_RATE", "1");
        environment.put("SLUICE_TUNNEL_DSNS", ofPages.dsn());
        environment.put("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms");
        gateway = RunningGateway.start(data, environment);
        String page = PagesPostHog.resource("/e2e/traced-shop.html")
                .replace("{gateway}", gateway.uri("").toString())
                .replace("{token}", GatewayBeforePostHog.TOKEN)
                .replace("{dsn}", ofPages.dsn());
        shop = new Shop(Map.of("/", page, "/sentry.js", sentryScript));
    }

    String address() {
        return shop.uri().toString();
    }

    Arrivals arrivals() {
        return new Arrivals(postHog, 0);
    }

    /** The requests with events. */
    List<Received> batches() {
        return postHog.requests().stream()
                .filter(request -> request.path().equals("/batch/"))
                .toList();
    }

    /** What pages sent, by the type of the item. */
    List<JsonNode> ofPages(String type) {
        return items(ofPages, type);
    }

    List<ExportedSpan> spans() {
        return own.otlpTraces().stream()
                .flatMap(request -> ExportedSpan.of(request.wire()).stream())
                .toList();
    }

    JsonNode awaitFromPages(String type) {
        await("an item of type " + type + " through the tunnel")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ofPages(type)).isNotEmpty());
        return ofPages(type).getFirst();
    }

    /** The gateway's own failure whose sentence begins so. */
    JsonNode awaitFailure(String sentence) {
        return await("the failure: " + sentence)
                .atMost(PATIENCE)
                .until(
                        () -> items(own, "event").stream()
                                .filter(failure -> failure.path("message")
                                        .path("message")
                                        .asText()
                                        .startsWith(sentence))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The first check-in of the gateway's jobs. */
    JsonNode awaitCheckIn() {
        await("a check-in").atMost(PATIENCE).until(() -> !items(own, "check_in").isEmpty());
        return items(own, "check_in").getFirst();
    }

    /** Each envelope of a page as Sentry wants it, and nothing of the customer in anything that left, or was logged. */
    void holdsNothingOfTheCustomer() {
        String[] planted = Planted.TRACES.toArray(String[]::new);
        for (RecordingSentry.Received request : ofPages.requests()) {
            SentryRules.check(request.raw());
            assertThat(SentryCaptures.unpacked(request.raw()))
                    .doesNotContainIgnoringCase(planted)
                    .doesNotContain("203.0.113.7", "{{auto}}");
            assertThat(request.headers().names())
                    .doesNotContain("cookie", "Cookie", "referer", "Referer", "X-Sentry-Forwarded-For");
        }
        for (RecordingSentry.Received request : own.requests()) {
            assertThat(request.headers() + "\n" + request.text())
                    .doesNotContainIgnoringCase(planted)
                    .doesNotContain("203.0.113.7", "cursed");
        }
        arrivals().holdNothingOfTheCustomer();
        assertThat(gateway.log()).doesNotContainIgnoringCase(planted);
    }

    @Override
    public void close() {
        shop.close();
        gateway.close();
        own.close();
        ofPages.close();
        postHog.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static List<JsonNode> items(RecordingSentry sentry, String type) {
        return sentry.envelopes().stream()
                .flatMap(request -> SentryRules.read(request.raw(), false).items().stream())
                .filter(item -> item.type().equals(type))
                .map(SentryRules.Item::json)
                .toList();
    }
}
