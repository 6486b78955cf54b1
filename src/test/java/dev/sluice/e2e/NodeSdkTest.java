package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testsupport.NothingConfigured;
import dev.sluice.testsupport.RecordingPostHog;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The real posthog-node, as a backend uses it. */
@QuarkusTest
@TestProfile(NothingConfigured.class)
@WithTestResource(GatewayBeforePostHog.class)
@SuppressWarnings("NullAway.Init") // Fields are filled by Quarkus.
class NodeSdkTest {
    RecordingPostHog posthog;

    @TestHTTPResource
    URI gateway;

    @Test
    void what_a_backend_sends_arrives_once_with_its_uuids_times_and_joins() throws Exception {
        SdkFolder.install();
        Arrivals arrivals = Arrivals.fromNowOn(posthog);

        SdkFolder.Ended sent = SdkFolder.run(
                Duration.ofMinutes(1),
                "node",
                "send.mjs",
                "http://127.0.0.1:" + gateway.getPort(),
                GatewayBeforePostHog.TOKEN);

        assertThat(sent.exit()).as(sent.output()).isZero();
        Awaitility.await("seven events at PostHog")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(arrivals.of("event"))
                        .containsExactlyInAnyOrder(
                                "order placed",
                                "backfilled",
                                "$identify",
                                "$create_alias",
                                "$groupidentify",
                                "$exception",
                                "after the flush"));
        JsonNode order = arrivals.named("order placed");
        assertThat(order.path("uuid").asText()).isEqualTo("018df0a8-0000-7000-8000-000000000001");
        assertThat(order.path("properties").path("total").asDouble()).isEqualTo(42.5);
        String person = order.path("distinct_id").asText();
        assertThat(person).isNotBlank();
        assertThat(arrivals.named("$identify").path("distinct_id").asText()).isEqualTo(person);
        assertThat(arrivals.named("$create_alias")
                        .path("properties")
                        .path("alias")
                        .asText())
                .isEqualTo(person);
        Instant backfilled = OffsetDateTime.parse(
                        arrivals.named("backfilled").path("timestamp").asText())
                .toInstant();
        assertThat(backfilled).isCloseTo(Instant.parse("2024-02-29T12:00:00Z"), within(1, ChronoUnit.MINUTES));
        arrivals.holdNothingOfTheCustomer();
    }
}
