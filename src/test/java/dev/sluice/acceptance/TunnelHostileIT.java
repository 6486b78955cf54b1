package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.acceptance.HostileEnvelopes.Hostile;
import dev.sluice.testsupport.RunningGateway;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of envelopes that try to lead the tunnel to another address or to bring it down; a trap listens at the other address. */
class TunnelHostileIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GOOD_ID = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path dataDir;

    @Test
    void no_envelope_reaches_an_address_that_is_not_configured_and_none_brings_the_gateway_down() throws Exception {
        try (SentryStub sentry = new SentryStub();
                SentryStub redirecting = new SentryStub();
                SentryStub trap = new SentryStub();
                SentryStub postHog = new SentryStub()) {
            List<Integer> redirects = List.of(301, 302, 303, 307, 308);
            redirecting.answer(target -> new SentryStub.Answer(
                    redirects.get(redirecting.requests().size() % redirects.size()),
                    Map.of("Location", "http://127.0.0.1:" + trap.port() + "/api/43/envelope/")));
            Map<String, String> environment =
                    RunningGateway.deliveringTo(URI.create("http://127.0.0.1:" + postHog.port()), "phc_hostiletoken");
            environment.put("SLUICE_TUNNEL_DSNS", sentry.dsn("42") + "," + redirecting.dsn("43"));
            List<Hostile> hostile = HostileEnvelopes.all(sentry.port(), trap.port());
            assertThat(hostile).hasSizeGreaterThan(500);
            try (RunningGateway gateway = RunningGateway.start(dataDir, environment);
                    HttpClient client = HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .build()) {
                assertThat(gateway.post("/tunnel", envelope(redirecting.dsn("43"), "redirected"))
                                .statusCode())
                        .isEqualTo(200);
                List<String> unexpected = new ArrayList<>();
                for (Hostile each : hostile) {
                    int status = post(client, gateway, each);
                    if (status >= 500 || (status == 200 && !each.mayBeTaken())) {
                        unexpected.add(each.what() + ": " + status + " to "
                                + new String(each.body(), 0, Math.min(200, each.body().length), UTF_8));
                    }
                }
                assertThat(unexpected).isEmpty();
                rawRequests(gateway, sentry, trap);

                assertThat(gateway.post("/tunnel", envelope(sentry.dsn("42"), GOOD_ID))
                                .statusCode())
                        .isEqualTo(200);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(sentry.requests())
                                .anyMatch(request -> new String(request.body(), UTF_8).contains(GOOD_ID)));
                await().atMost(PATIENCE).until(() -> !redirecting.requests().isEmpty());
                assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
                assertThat(gateway.log()).doesNotContain("hostile", "Exception");
            }
            assertThat(trap.requests()).isEmpty();
            assertThat(sentry.requests()).allMatch(request -> request.target().equals("/api/42/envelope/"));
            assertThat(redirecting.requests())
                    .allMatch(request -> request.target().equals("/api/43/envelope/"));
            assertThat(sentry.requests())
                    .noneMatch(request -> request.headers().containsKey("Cookie")
                            || request.headers().containsKey("Authorization")
                            || request.headers().containsKey("X-sentry-forwarded-for"));
        }
    }

    /** What no client library sends: a whole address as the target, another host, a header that holds a second request. */
    private static void rawRequests(RunningGateway gateway, SentryStub sentry, SentryStub trap) throws IOException {
        String body = new String(envelope(sentry.dsn("42"), "fedcba9876543210fedcba9876543210"), UTF_8);
        String other = "127.0.0.1:" + trap.port();
        String length = "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body;
        for (String head : List.of(
                "POST http://" + other + "/tunnel HTTP/1.1\r\nHost: " + other + "\r\n",
                "POST http://" + other + "/api/42/envelope/ HTTP/1.1\r\nHost: " + other + "\r\n",
                "POST //" + other + "/tunnel HTTP/1.1\r\nHost: x\r\n",
                "POST /tunnel HTTP/1.1\r\nHost: " + other + "\r\n",
                "POST /tunnel HTTP/1.1\r\nHost: " + other + "@127.0.0.1\r\n",
                "CONNECT " + other + " HTTP/1.1\r\nHost: " + other + "\r\n",
                "POST /tunnel HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n",
                "POST /tunnel HTTP/1.1\r\nHost: x\r\nX-Long: " + "y".repeat(80_000) + "\r\n")) {
            assertThat(raw(gateway, head + length)).doesNotStartWith("HTTP/1.1 5");
        }
    }

    private static String raw(RunningGateway gateway, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.uri("/").getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), UTF_8);
        } catch (SocketException closed) {
            // A request that breaks HTTP itself may find the door shut before it has been written.
            return "";
        }
    }

    private static int post(HttpClient client, RunningGateway gateway, Hostile hostile) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri(hostile.path()))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofByteArray(hostile.body()));
        hostile.headers().forEach(request::header);
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.body()).doesNotContain("hostile", "publickey");
        return answer.statusCode();
    }

    private static byte[] envelope(String dsn, String id) {
        return ("{\"event_id\":\"" + id + "\",\"dsn\":\"" + dsn + "\"}\n{\"type\":\"event\"}\n{\"event_id\":\"" + id
                        + "\",\"message\":\"good\"}")
                .getBytes(UTF_8);
    }
}
