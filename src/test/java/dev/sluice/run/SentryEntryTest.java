package dev.sluice.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentryEntryTest {
    private static final String KEY = "c0ffee00c0ffee00c0ffee00c0ffee00";
    private static final String ENVELOPES = "/api/42/envelope/";
    private static final String SPANS = "/api/42/integration/otlp/v1/traces";

    private final ObjectMapper json = new ObjectMapper();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private HttpServer sentry;
    private volatile ToIntFunction<String> status = path -> 200;
    private volatile String answer = "{}";

    private record Request(String path, Map<String, String> headers, byte[] body) {
        JsonNode line(ObjectMapper json, int number) throws IOException {
            return json.readTree(new String(body, UTF_8).split("\n")[number]);
        }

        String type(ObjectMapper json) throws IOException {
            return line(json, 1).path("type").asText();
        }
    }

    @BeforeEach
    void startSentry() throws IOException {
        sentry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sentry.createContext("/", this::take);
        sentry.start();
    }

    @AfterEach
    void stopSentry() {
        sentry.stop(0);
    }

    @Test
    void one_event_one_trace_and_one_check_in_are_sent_and_their_ids_printed() throws IOException {
        assertThat(run(Map.of("SENTRY_ENVIRONMENT", "staging"))).isEqualTo(CommandLineEntry.WELL);

        assertThat(err.toString()).isEmpty();
        Request event = envelope("event");
        Request checkIn = envelope("check_in");
        Request span = requests.stream()
                .filter(each -> each.path().equals(SPANS))
                .findFirst()
                .orElseThrow();
        assertThat(requests).hasSize(3);
        assertThat(idAfter("event"))
                .isEqualTo(event.line(json, 0).path("event_id").asText())
                .isEqualTo(event.line(json, 2).path("event_id").asText());
        assertThat(idAfter("check-in"))
                .isEqualTo(checkIn.line(json, 2).path("check_in_id").asText());
        assertThat(new String(span.body(), ISO_8859_1))
                .contains(new String(HexFormat.of().parseHex(idAfter("trace")), ISO_8859_1))
                .contains("sluice sentry test")
                .contains("staging");
        assertThat(event.line(json, 2)
                        .path("contexts")
                        .path("trace")
                        .path("trace_id")
                        .asText())
                .isEqualTo(idAfter("trace"));
        assertThat(List.of(event, checkIn)).allSatisfy(each -> {
            JsonNode payload = each.line(json, 2);
            assertThat(payload.path("environment").asText()).isEqualTo("staging");
            assertThat(payload.path("release").asText()).startsWith("sluice@");
            assertThat(each.headers().get("x-sentry-auth")).contains("sentry_version=7", "sentry_key=" + KEY);
            assertThat(each.line(json, 1).path("length").asInt())
                    .isEqualTo(new String(each.body(), UTF_8).split("\n")[2].getBytes(UTF_8).length);
        });
        assertThat(span.headers()).containsEntry("x-sentry-auth", "sentry sentry_key=" + KEY);
        assertThat(span.headers()).containsEntry("content-type", "application/x-protobuf");
    }

    @Test
    void the_monitor_of_the_trial_is_never_missed() throws IOException {
        run(Map.of());

        JsonNode config = envelope("check_in").line(json, 2).path("monitor_config");
        assertThat(config.path("schedule").path("type").asText()).isEqualTo("crontab");
        assertThat(config.path("schedule").path("value").asText()).isEqualTo("0 0 1 1 *");
        assertThat(config.path("failure_issue_threshold").asInt()).isEqualTo(720);
    }

    @Test
    void two_trials_share_no_id() {
        run(Map.of());
        String first = idAfter("event") + idAfter("trace") + idAfter("check-in");
        out.getBuffer().setLength(0);
        run(Map.of());

        assertThat(first).hasSize(96).doesNotContain(idAfter("event"), idAfter("trace"), idAfter("check-in"));
    }

    @Test
    void a_collector_gets_the_trace_and_no_key() throws IOException {
        String collector = "http://127.0.0.1:" + sentry.getAddress().getPort() + "/collector/";

        assertThat(run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector))).isEqualTo(CommandLineEntry.WELL);

        assertThat(requests)
                .filteredOn(each -> each.path().equals("/collector/v1/traces"))
                .singleElement()
                .satisfies(each -> assertThat(each.headers()).doesNotContainKey("x-sentry-auth"));
        assertThat(out.toString()).contains("accepted by the collector");
    }

    @ParameterizedTest
    @CsvSource({
        "400, understand",
        "401, key or the project",
        "403, key or the project",
        "404, OTLP",
        "413, understand",
        "429, rate limit",
        "500, later",
        "302, Redirects are not followed"
    })
    void a_refusal_ends_with_1_and_says_what_to_do_and_never_the_key(int refusal, String advice) {
        answer = "{\"detail\":\"bad key " + KEY + "\"}";
        status = path -> path.equals(SPANS) ? refusal : 200;

        assertThat(run(Map.of())).isEqualTo(CommandLineEntry.PROBLEM);

        assertThat(err.toString())
                .contains("trace ")
                .contains("NOT accepted by Sentry: " + refusal)
                .contains(advice)
                .doesNotContain(KEY);
        assertThat(out.toString())
                .contains("event ", "check-in ")
                .doesNotContain("trace ")
                .doesNotContain(KEY);
        assertThat(requests).as("no request is repeated or redirected").hasSize(3);
    }

    @Test
    void nobody_there_ends_with_1() {
        sentry.stop(0);

        assertThat(run(Map.of())).isEqualTo(CommandLineEntry.PROBLEM);

        assertThat(err.toString())
                .contains("could not be reached: ConnectException", "SENTRY_DSN")
                .doesNotContain(KEY);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_port_that_speaks_something_else_is_nobody() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.ofVirtual().start(() -> answerWithFrames(other));
            String collector = "http://127.0.0.1:" + other.getLocalPort();

            assertThat(run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector))).isEqualTo(CommandLineEntry.PROBLEM);

            assertThat(err.toString()).contains("the collector could not be reached", "not gRPC");
            answering.join();
        }
    }

    /** As a server does that speaks HTTP/2 only: settings, whatever it is sent. */
    private static void answerWithFrames(ServerSocket server) {
        try (Socket connection = server.accept()) {
            connection.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            connection.shutdownOutput();
            connection.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "https://example.invalid/42", "ftp://s3cret@example.invalid/42", "s3cret"})
    void a_dsn_that_is_missing_or_wrong_ends_with_2_and_is_not_shown(String dsn) {
        assertThat(run(Map.of("SENTRY_DSN", dsn))).isEqualTo(CommandLineEntry.WRONG);

        assertThat(err.toString()).contains("SENTRY_DSN").doesNotContain("s3cret");
        assertThat(requests).isEmpty();
    }

    @Test
    void without_saying_what_it_ends_with_2() {
        assertThat(run(Map.of(), "sentry")).isEqualTo(CommandLineEntry.WRONG);
        assertThat(err.toString()).contains("sluice sentry test");
        assertThat(requests).isEmpty();
    }

    private int run(Map<String, String> environment, String... arguments) {
        Map<String, String> all = new HashMap<>();
        all.put(
                "SENTRY_DSN",
                "http://" + KEY + "@127.0.0.1:" + sentry.getAddress().getPort() + "/42");
        all.putAll(environment);
        return new CommandLineEntry(
                        () -> all,
                        () -> {
                            throw new AssertionError("no gateway is to start");
                        },
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true))
                .run(arguments.length == 0 ? new String[] {"sentry", "test"} : arguments);
    }

    private String idAfter(String what) {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(what + " "))
                .map(line -> line.substring(what.length()).strip().substring(0, 32))
                .findFirst()
                .orElseThrow();
    }

    private Request envelope(String type) throws IOException {
        for (Request each : requests) {
            if (each.path().equals(ENVELOPES) && each.type(json).equals(type)) {
                return each;
            }
        }
        throw new AssertionError("no envelope with a " + type);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.getFirst()));
            String path = exchange.getRequestURI().getPath();
            requests.add(new Request(path, headers, exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status.applyAsInt(path), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
