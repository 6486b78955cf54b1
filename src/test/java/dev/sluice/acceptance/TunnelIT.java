package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testsupport.RunningGateway;
import dev.sluice.tunnel.SentryCaptures;
import dev.sluice.tunnel.SentryCaptures.Recorded;
import dev.sluice.tunnel.SentryRules;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tunnel of the packaged gateway as browsers meet it. */
class TunnelIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> NOT_SENT = Set.of("host", "content-length", "connection", "transfer-encoding");
    private static final String SHOP = "https://shop.example.com";

    /** Three projects of one Sentry, so that tests do not meet: for recordings, for limits, for the rest. */
    private static final String RECORDED = "44";

    private static final String LIMITED = "43";
    private static final String USUAL = "42";

    @TempDir
    static Path dataDir;

    private static final SentryStub sentry = new SentryStub();
    private static final SentryStub postHog = new SentryStub();
    private static final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @SuppressWarnings("NullAway.Init")
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> environment =
                RunningGateway.deliveringTo(URI.create("http://127.0.0.1:" + postHog.port()), "phc_tunneltoken");
        Path file = dataDir.resolve("tunnel-test.yaml");
        Files.writeString(file, "tunnel:\n  attachments: scrub\n  max_envelope: 1M\n");
        environment.put(
                "SLUICE_TUNNEL_DSNS", String.join(",", sentry.dsn(USUAL), sentry.dsn(LIMITED), sentry.dsn(RECORDED)));
        environment.put("SLUICE_ALLOWED_ORIGINS", SHOP + ",http://shop.example.com:8377");
        environment.put("SLUICE_CONFIG", file.toString());
        sentry.answer(target -> new SentryStub.Answer(
                200,
                target.contains("/" + LIMITED + "/")
                        ? Map.of("X-Sentry-Rate-Limits", "60:error:organization")
                        : Map.of()));
        gateway = RunningGateway.start(dataDir.resolve("data"), environment);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        client.close();
        sentry.close();
        postHog.close();
    }

    @Test
    void every_recorded_envelope_passes_and_arrives_valid_and_clean() throws Exception {
        Optional<List<Recorded>> all = SentryCaptures.all();
        assumeTrue(all.isPresent(), "skipped: ../shared/captures/sentry is not here");
        List<String> refused = new ArrayList<>();
        for (Recorded recorded : all.get()) {
            byte[] envelope = new String(recorded.envelope(), ISO_8859_1)
                    .replace(SentryCaptures.DSN, sentry.dsn(RECORDED))
                    .getBytes(ISO_8859_1);
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(gateway.uri("/tunnel")).POST(BodyPublishers.ofByteArray(envelope));
            recorded.headers().forEach((name, value) -> {
                // The browser's own ones, and not those about packing: the body is sent plain with another DSN.
                if (!NOT_SENT.contains(name) && !name.equals("content-encoding")) {
                    request.header(name, value);
                }
            });
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                refused.add(recorded + ": " + answer.statusCode() + " " + answer.body());
            }
        }
        assertThat(refused).isEmpty();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(arrived(RECORDED)).hasSize(all.get().size()));
        for (SentryStub.Request request : arrived(RECORDED)) {
            SentryRules.check(request.body());
            assertThat(SentryCaptures.PLANTED
                            .matcher(SentryCaptures.unpacked(request.body()))
                            .results()
                            .map(found -> found.group()))
                    .isEmpty();
            assertThat(request.headers()).doesNotContainKeys("Cookie", "Referer", "Origin", "X-sentry-forwarded-for");
        }
        assertThat(gateway.metric("sluice_tunnel_envelopes_total"))
                .isGreaterThanOrEqualTo(all.get().size());
        assertThat(gateway.log()).doesNotContain("jane.roe", "john.doe");
    }

    @Test
    void a_page_of_another_origin_sends_without_a_preflight_and_sees_the_limits() throws Exception {
        HttpResponse<String> answer = post("/tunnel", BodyPublishers.ofByteArray(event("a")), "Origin", SHOP);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"id\":\"" + id("a") + "\"}");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(SHOP);
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
                .hasValueSatisfying(exposed -> assertThat(exposed).contains("X-Sentry-Rate-Limits", "Retry-After"));
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    }

    @Test
    void a_preflight_is_answered() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/tunnel"))
                .method("OPTIONS", BodyPublishers.noBody())
                .headers("Origin", SHOP, "Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-posthog-session-id")
                .build();

        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers")).hasValue("x-posthog-session-id");
    }

    @Test
    void other_origins_and_methods_are_refused() throws Exception {
        BodyPublisher body = BodyPublishers.ofByteArray(event("a"));

        assertThat(post("/tunnel", body, "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
        HttpResponse<String> got =
                client.send(HttpRequest.newBuilder(gateway.uri("/tunnel")).GET().build(), BodyHandlers.ofString());
        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(got.headers().firstValue("Allow")).hasValue("POST, OPTIONS");
    }

    @Test
    void chunked_and_packed_bodies_are_taken_on_every_address() throws Exception {
        byte[] envelope = event("b");
        assertThat(post("/tunnel/", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(envelope)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/ingest/tunnel", BodyPublishers.ofByteArray(event("c")))
                        .statusCode())
                .isEqualTo(200);

        await().atMost(PATIENCE).until(() -> hasArrived("b") && hasArrived("c"));
    }

    @Test
    void a_body_that_is_too_large_is_refused_while_it_is_read() throws Exception {
        byte[] large = new byte[13 << 20];

        assertThat(post("/tunnel", BodyPublishers.ofByteArray(large)).statusCode())
                .isEqualTo(413);
        assertThat(post("/tunnel", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void what_sentry_does_not_want_is_said_to_the_browser() throws Exception {
        assertThat(post("/tunnel", BodyPublishers.ofByteArray(event("d", LIMITED)))
                        .statusCode())
                .isEqualTo(200);

        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = post("/tunnel", BodyPublishers.ofByteArray(event("e", LIMITED)));
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("X-Sentry-Rate-Limits"))
                    .hasValueSatisfying(limits -> assertThat(limits).contains(":error:"));
            assertThat(answer.headers().firstValue("Retry-After"))
                    .hasValueSatisfying(
                            seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60));
        });
    }

    @Test
    void a_person_is_the_same_in_both_and_the_session_is_stamped() throws Exception {
        String event = "{\"event\":\"a\",\"distinct_id\":\"ana@example.com\",\"token\":\"phc_tunneltoken\"}";
        assertThat(post("/e/", BodyPublishers.ofString(event)).statusCode()).isEqualTo(200);
        String session = "01a2b3c4-0000-7000-8000-0123456789ab";
        assertThat(post(
                                "/tunnel",
                                BodyPublishers.ofString(new String(event("f"), UTF_8)
                                        .replace("\"message\"", "\"user\":{\"id\":\"ana@example.com\"},\"message\"")),
                                "X-POSTHOG-SESSION-ID",
                                session)
                        .statusCode())
                .isEqualTo(200);

        await().atMost(PATIENCE)
                .until(() -> hasArrived("f") && !postHog.requests().isEmpty());
        String stored = arrived(USUAL).stream()
                .map(request -> new String(request.body(), UTF_8))
                .filter(body -> body.contains(id("f")))
                .findFirst()
                .orElseThrow();
        String token = stored.replaceAll("(?s).*\"user\":\\{\"id\":\"([^\"]*)\".*", "$1");
        assertThat(token).matches("email_[a-z]{28}");
        assertThat(new String(postHog.requests().getFirst().body(), UTF_8))
                .contains("\"distinct_id\":\"" + token + "\"");
        assertThat(stored).contains("\"posthog_session_id\":\"" + session + "\"");
    }

    private static List<SentryStub.Request> arrived(String project) {
        return sentry.requests().stream()
                .filter(request -> request.target().equals("/api/" + project + "/envelope/"))
                .toList();
    }

    private static boolean hasArrived(String letter) {
        return arrived(USUAL).stream().anyMatch(request -> new String(request.body(), UTF_8).contains(id(letter)));
    }

    private static HttpResponse<String> post(String path, BodyPublisher body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri(path)).POST(body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static byte[] event(String letter) {
        return event(letter, USUAL);
    }

    private static byte[] event(String letter, String project) {
        return ("{\"event_id\":\"" + id(letter) + "\",\"dsn\":\"" + sentry.dsn(project) + "\"}\n{\"type\":\"event\"}\n"
                        + "{\"message\":\"of " + letter + "\"}")
                .getBytes(UTF_8);
    }

    private static String id(String letter) {
        return letter.repeat(32);
    }
}
