package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.SluiceConfig;
import dev.sluice.testsupport.NothingConfigured;
import dev.sluice.testsupport.RecordingPostHog;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A policy that is edited while the gateway runs. */
@QuarkusTest
@TestProfile(NothingConfigured.class)
@WithTestResource(GatewayBeforePostHog.class)
@SuppressWarnings("NullAway.Init") // Fields are filled by Quarkus.
class PolicyReloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();

    @TestHTTPResource
    URI gateway;

    @Inject
    SluiceConfig config;

    RecordingPostHog posthog;

    @AfterEach
    void nothing_is_configured_any_more() throws Exception {
        double applied = metric("sluice_config_reloads_total{outcome=\"applied\"}");
        Files.writeString(config.config().orElseThrow(), "");
        await().atMost(PATIENCE).until(() -> metric("sluice_config_reloads_total{outcome=\"applied\"}") > applied);
    }

    @Test
    void a_good_edit_holds_for_the_next_event_and_a_bad_one_changes_nothing() throws Exception {
        assertThat(delivered("before")).contains("[email]");

        Files.writeString(config.config().orElseThrow(), "scrub: {actions: {email: mask}, ip: drop}\n");
        await().atMost(PATIENCE).until(() -> metric("sluice_config_reloads_total{outcome=\"applied\"}") == 1);
        assertThat(delivered("good"))
                .contains("[email_example.com]")
                .contains("$geoip_disable")
                .doesNotContain("$ip");

        Files.writeString(config.config().orElseThrow(), "scrub: {actions: {email: remvoe}}\n");
        await().atMost(PATIENCE).until(() -> metric("sluice_config_reloads_total{outcome=\"rejected\"}") == 1);
        assertThat(metric("sluice_config_current")).isZero();
        assertThat(delivered("bad")).contains("[email_example.com]");
    }

    private String delivered(String event) throws Exception {
        Arrivals arrivals = Arrivals.fromNowOn(posthog);
        String body =
                "{\"api_key\":\"%s\",\"event\":\"%s\",\"distinct_id\":\"u1\",\"properties\":{\"note\":\"by ana@example.com\"}}"
                        .formatted(GatewayBeforePostHog.TOKEN, event);
        HttpRequest request = HttpRequest.newBuilder(uri("/i/v0/e/"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", "198.51.100.23")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        await().atMost(PATIENCE).until(() -> arrivals.of("event").contains(event));
        return arrivals.named(event).toString();
    }

    private double metric(String sample) throws IOException, InterruptedException {
        String page = client.send(HttpRequest.newBuilder(uri("/metrics")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return page.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway.getPort() + path);
    }
}
