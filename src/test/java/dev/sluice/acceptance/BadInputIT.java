package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testsupport.RunningGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input of every kind gets a clear answer, loses nothing else, and does not grow the process. */
class BadInputIT {
    private static final String TOKEN = "phc_badinputtoken";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path dataDir;

    private static Upstream postHog;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        postHog = new Upstream();
        gateway = RunningGateway.start(dataDir, RunningGateway.deliveringTo(postHog.uri(), TOKEN));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        postHog.close();
    }

    @Test
    void truncated_gzip_is_400() {
        byte[] whole = gzip(event("\"truncated\"", "{}"));

        assertRefused(400, gateway.post("/e/", Arrays.copyOf(whole, whole.length / 2), "Content-Type", "text/plain"));
    }

    @Test
    void a_gzip_bomb_is_413() {
        assertRefused(413, gateway.post("/e/", bomb(), "Content-Type", "text/plain"));
    }

    @Test
    void json_nested_ten_thousand_deep_is_400() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);

        assertRefused(400, post(event("\"deep\"", "{\"x\":" + deep + "}")));
    }

    @Test
    void invalid_utf8_is_400() {
        byte[] body = event("\"x\u00ff\"", "{}").getBytes(ISO_8859_1);

        assertRefused(400, gateway.post("/e/", body, "Content-Type", "application/json"));
    }

    @Test
    void lone_surrogates_and_nul_arrive_as_they_were_sent() {
        String properties = "{\"odd\":\"\\ud83d \\u0000 \\udc00\"}";

        HttpResponse<String> answer = post(event("\"odd strings\"", properties));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode arrived = await().atMost(Duration.ofSeconds(20))
                .until(() -> postHog.eventsNamed("odd strings"), events -> !events.isEmpty())
                .getFirst();
        assertThat(arrived.path("properties").path("odd").asText()).isEqualTo("\ud83d \u0000 \udc00");
    }

    @Test
    void no_token_is_401() {
        assertRefused(401, post("{\"event\":\"x\",\"distinct_id\":\"d\"}"));
    }

    @Test
    void an_unknown_token_is_401() {
        assertRefused(401, post("{\"event\":\"x\",\"distinct_id\":\"d\",\"api_key\":\"phc_somebody_else\"}"));
    }

    @Test
    void an_empty_batch_is_400() {
        assertRefused(400, post("{\"api_key\":\"" + TOKEN + "\",\"batch\":[]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "   ", "{", "null", "42", "\"text\"", "[1,2]", "{\"event\":}", "{\"a\":1}trailing", "\u0000"
            })
    void what_is_not_an_event_is_a_4xx(String body) {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertRefused(answer.statusCode(), answer);
    }

    @Test
    void thirty_megabytes_are_413() {
        byte[] body = new byte[30 << 20];
        Arrays.fill(body, (byte) ' ');

        assertRefused(413, gateway.post("/batch/", body, "Content-Type", "application/json"));
    }

    @Test
    void a_batch_with_bad_events_keeps_the_good_ones() {
        String body = "{\"api_key\":\"" + TOKEN + "\",\"batch\":["
                + "{\"event\":\"good one\",\"distinct_id\":\"d\"},"
                + "{\"event\":\"\",\"distinct_id\":\"d\"},"
                + "{\"event\":\"no id\"},"
                + "17,"
                + "{\"event\":\"bad uuid\",\"distinct_id\":\"d\",\"uuid\":\"nope\"},"
                + "{\"event\":\"good two\",\"distinct_id\":\"d\"}]}";

        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"rejected\":4");
        await().atMost(Duration.ofSeconds(20)).until(() -> arrived("good one") && arrived("good two"));
    }

    @Test
    void memory_stays_bounded_while_it_is_flooded() throws Exception {
        byte[] bomb = bomb();
        byte[] large = new byte[19 << 20];
        Arrays.fill(large, (byte) ' ');
        try (ExecutorService senders = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 96; i++) {
                byte[] body = i % 2 == 0 ? bomb : large;
                senders.execute(() -> postIgnoringResets(body));
            }
        }

        assertThat(post(event("\"after the flood\"", "{}")).statusCode()).isEqualTo(200);
        assertThat(residentMegabytes()).isLessThan(1200);
    }

    private static void postIgnoringResets(byte[] body) {
        try {
            gateway.post("/batch/", body, "Content-Type", "application/json");
        } catch (UncheckedIOException closedBeforeTheWholeBodyWasRead) {
            // A server may close on a body that it refuses; what counts is that it lives on.
        }
    }

    private static boolean arrived(String event) {
        return !postHog.eventsNamed(event).isEmpty();
    }

    private static HttpResponse<String> post(String body) {
        return gateway.post("/e/", body.getBytes(UTF_8), "Content-Type", "application/json");
    }

    // An error is JSON with a code, a sentence and a request id, and repeats nothing of what was sent.
    private static void assertRefused(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        try {
            JsonNode body = JSON.readTree(answer.body());
            assertThat(body.path("code").asText()).isNotBlank();
            assertThat(body.path("error").asText()).isNotBlank();
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
        assertThat(answer.body()).doesNotContain("phc_");
    }

    private static String event(String name, String properties) {
        return "{\"api_key\":\"" + TOKEN + "\",\"event\":" + name + ",\"distinct_id\":\"d\",\"properties\":"
                + properties + "}";
    }

    private static byte[] bomb() {
        return gzip("{\"api_key\":\"" + TOKEN + "\",\"x\":\"" + "a".repeat(300 << 20) + "\"}");
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(gateway.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
