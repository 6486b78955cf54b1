package dev.sluice.capture;

import static dev.sluice.capture.Bodies.gzip;
import static dev.sluice.capture.Bodies.urlencoded;
import static dev.sluice.capture.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ledger.Balance;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(CaptureHttpTest.ListedOrigins.class)
class CaptureHttpTest {
    private static final String EVENT =
            "{\"event\":\"a\",\"distinct_id\":\"u\",\"token\":\"" + OneProject.TOKEN + "\"}";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @SuppressWarnings("NullAway.Init") // injected
    @TestHTTPResource
    URI gateway;

    @Inject
    Balance balance;

    public static class ListedOrigins implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.hibernate-orm.active", "false",
                    "sluice.posthog.api-key", OneProject.TOKEN,
                    "sluice.allowed-origins", "https://shop.example.com,null");
        }
    }

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/e/",
                "/e",
                "/i/v0/e/",
                "/i/v0/e",
                "/i/vo/e/",
                "/capture/",
                "/capture",
                "/track/",
                "/track",
                "/engage/",
                "/engage",
                "/batch/",
                "/batch",
                "/s/",
                "/s",
                "/i/v0/ai/batch/",
                "/ingest/e/",
                "/ingest/i/v0/e/",
                "/e/?ip=1&_=1795365405993&ver=1.14.4"
            })
    void every_capture_address_takes_events(String path) throws Exception {
        long before = received();

        HttpResponse<String> answer = post(path, BodyPublishers.ofString(EVENT), "Content-Type", "text/plain");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"Ok\"}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(received()).isEqualTo(before + 1);
    }

    @Test
    void a_body_needs_no_content_type() throws Exception {
        assertThat(post("/e/", BodyPublishers.ofByteArray(gzip(utf8(EVENT)))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_chunked_body_is_taken() throws Exception {
        byte[] large = utf8(EVENT.replace("\"u\"", "\"" + "x".repeat(300_000) + "\""));

        assertThat(post("/e/", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_pixel_carries_its_event_in_the_query() throws Exception {
        HttpResponse<String> answer = send("GET", "/e/?data=" + urlencoded(utf8(EVENT)), BodyPublishers.noBody());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void a_large_pixel_fits_into_the_request_line() throws Exception {
        String large = EVENT.replace("\"u\"", "\"" + "x".repeat(30_000) + "\"");

        assertThat(send("GET", "/capture/?data=" + urlencoded(utf8(large)), BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_beacon_gets_what_it_asks_for() throws Exception {
        HttpResponse<String> answer = post("/e/?beacon=1", BodyPublishers.ofString(EVENT));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void a_batch_with_some_bad_events_says_how_many() throws Exception {
        HttpResponse<String> answer = post("/batch/", BodyPublishers.ofString("[" + EVENT + ",{\"event\":\"b\"},7]"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"Ok\",\"rejected\":2}");
    }

    @Test
    void errors_are_json_with_the_request_id_and_readable_by_the_page() throws Exception {
        HttpResponse<String> answer = post(
                "/e/",
                BodyPublishers.ofString("{\"secret\":"),
                "Origin",
                "null",
                "X-Request-Id",
                "4bf92f3577b34da6a3ce929d0e0e4736");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith("{\"status\":\"error\",\"code\":\"malformed_body\",\"error\":\"")
                .endsWith("\",\"request_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}")
                .doesNotContain("secret");
        assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("null");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .hasValue("true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "<script>",
                "4242424242424242",
                "my-request.7",
                "x2345678901234567890123456789012345678901234567890123456789012345"
            })
    void a_strange_request_id_is_replaced(String id) throws Exception {
        HttpResponse<String> answer = post("/e/", BodyPublishers.ofString(EVENT), "X-Request-Id", id);

        assertThat(answer.headers().firstValue("X-Request-Id").orElseThrow())
                .isNotEqualTo(id)
                .matches("[0-9a-f]{32}");
    }

    @Test
    void every_answer_has_an_id_of_its_own() throws Exception {
        String first = post("/nowhere", BodyPublishers.noBody())
                .headers()
                .firstValue("X-Request-Id")
                .orElseThrow();
        String second = post("/nowhere", BodyPublishers.noBody())
                .headers()
                .firstValue("X-Request-Id")
                .orElseThrow();

        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void a_preflight_is_mirrored() throws Exception {
        HttpResponse<String> answer = send(
                "OPTIONS",
                "/flags/?v=2",
                BodyPublishers.noBody(),
                "Origin",
                "https://shop.example.com",
                "Access-Control-Request-Headers",
                "content-type,sentry-trace,baggage,traceparent");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://shop.example.com");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue("content-type,sentry-trace,baggage,traceparent");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).hasValue("GET, POST, OPTIONS");
    }

    @Test
    void a_page_that_is_not_listed_may_not_send() throws Exception {
        HttpResponse<String> answer =
                post("/e/", BodyPublishers.ofString(EVENT), "Origin", "https://elsewhere.example.com");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("origin_not_allowed");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void pages_of_other_origins_cannot_read_what_is_for_operators() throws Exception {
        HttpResponse<String> answer =
                send("GET", "/metrics", BodyPublishers.noBody(), "Origin", "https://shop.example.com");

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "HEAD", "PATCH"})
    void other_methods_are_not_allowed(String method) throws Exception {
        HttpResponse<String> answer = send(method, "/e/", BodyPublishers.noBody());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, POST, OPTIONS");
    }

    @Test
    void an_unknown_token_is_unauthorized() throws Exception {
        HttpResponse<String> answer = post("/e/", BodyPublishers.ofString(EVENT.replace("phc_", "phc-")));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("unknown_token").doesNotContain("phc-");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thirty_megabytes_get_a_clear_answer(boolean chunked) throws Exception {
        byte[] body = new byte[30 << 20];

        HttpResponse<String> answer = post(
                "/e/",
                chunked
                        ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                        : BodyPublishers.ofByteArray(body));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("body_too_large").contains("20 MiB");
    }

    @Test
    void replay_may_be_larger_than_events() throws Exception {
        byte[] body = new byte[22 << 20];

        assertThat(post("/s/", BodyPublishers.ofByteArray(body)).statusCode()).isEqualTo(400);
        assertThat(post("/e/", BodyPublishers.ofByteArray(body)).statusCode()).isEqualTo(413);
    }

    @Test
    void forty_kilobytes_of_cookies_do_not_matter() throws Exception {
        assertThat(post("/e/", BodyPublishers.ofString(EVENT), "Cookie", "c=" + "x".repeat(40_000))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void who_waits_for_the_word_to_send_gets_it() throws Exception {
        String answer = raw(
                "POST /e/ HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: "
                        + EVENT.length() + "\r\n\r\n",
                EVENT);

        assertThat(answer).startsWith("HTTP/1.1 100 Continue").contains("HTTP/1.1 200 OK");
    }

    @Test
    void who_asks_before_sending_too_much_need_not_send_it() throws Exception {
        String answer =
                raw("POST /e/ HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n", "");

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("body_too_large");
    }

    @Test
    void a_connection_is_good_for_another_request_after_a_refused_body() throws Exception {
        String refused = "POST /e/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{\"a\":";
        String good =
                "POST /e/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + EVENT.length() + "\r\n\r\n";

        String answers = raw(refused + good, EVENT);

        assertThat(answers).contains("HTTP/1.1 400 ").contains("HTTP/1.1 200 OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /e/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345",
                "POST /e/ HTTP/1.1\r\nHost: x\r\nOrigin: https://elsewhere.example.com\r\nContent-Length: 5\r\n\r\n12345",
                "POST /static/array.js HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345",
                "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345"
            })
    void a_body_that_nobody_reads_does_not_block_its_connection(String unread) throws Exception {
        String good =
                "POST /e/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + EVENT.length() + "\r\n\r\n";

        assertThat(raw(unread + good, EVENT)).contains("HTTP/1.1 40").contains("HTTP/1.1 200 OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/e/", "/static/array.js", "/nowhere"})
    void a_large_body_that_nobody_reads_gets_its_answer_and_lets_the_next_request_through(String path)
            throws Exception {
        byte[] large = new byte[5 << 20];
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < 3; i++) {
                HttpRequest request = HttpRequest.newBuilder(gateway.resolve(path))
                        .PUT(BodyPublishers.ofByteArray(large))
                        .timeout(Duration.ofSeconds(20))
                        .build();

                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .isBetween(404, 405);
            }
        }
    }

    private String raw(String head, String body) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private long received() {
        return balance.snapshot().values().stream()
                .mapToLong(Balance.Account::received)
                .sum();
    }

    private HttpResponse<String> post(String path, BodyPublisher body, String... headers) throws Exception {
        return send("POST", path, body, headers);
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(path)).method(method, body);
        List<String> all = List.of(headers);
        for (int i = 0; i < all.size(); i += 2) {
            request.header(all.get(i), all.get(i + 1));
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
