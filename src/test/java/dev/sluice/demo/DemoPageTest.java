package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPageTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private Vertx vertx;
    private StandInPostHog standIn;
    private URI gateway;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        standIn = new StandInPostHog(vertx);
        Router router = Router.router(vertx);
        new DemoPage(standIn).mount(router);
        var server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        gateway = URI.create("http://127.0.0.1:" + server.actualPort());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/demo", "/demo/demo.js", "/demo/demo.css", "/demo/upstream"})
    void there_is_no_demo_beside_a_real_project(String path) throws Exception {
        assertThat(get(gateway, path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"/demo, text/html", "/demo/demo.js, text/javascript", "/demo/demo.css, text/css"})
    void the_page_is_there_while_the_stand_in_runs(String path, String type) throws Exception {
        standIn.start();

        var answer = get(gateway, path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith(type);
        assertThat(answer.body()).isNotEmpty();
    }

    @Test
    void what_left_the_gateway_is_shown_as_it_arrived() throws Exception {
        URI upstream = standIn.start();

        post(upstream, "/batch/", gzip("{\"api_key\":\"phc_demo\",\"batch\":[{\"uuid\":\"1\",\"event\":\"a\"}]}"));
        post(upstream, "/s/", "[{\"uuid\":\"2\",\"event\":\"$snapshot\"}]".getBytes(StandardCharsets.UTF_8));

        assertThat(new JsonArray(get(gateway, "/demo/upstream").body()))
                .containsExactly(
                        new JsonObject().put("uuid", "1").put("event", "a"),
                        new JsonObject().put("uuid", "2").put("event", "$snapshot"));
    }

    @Test
    void a_body_that_is_no_batch_is_refused() throws Exception {
        URI upstream = standIn.start();

        assertThat(post(upstream, "/batch/", "{\"batch\":".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(400);
        assertThat(standIn.recentEvents()).isEmpty();
    }

    @Test
    void only_the_newest_200_events_are_remembered() {
        RecentEvents recent = new RecentEvents();

        IntStream.range(0, 250).forEach(i -> recent.add("event " + i));

        assertThat(recent.all()).hasSize(200).startsWith("event 50").endsWith("event 249");
    }

    @Test
    void posthog_js_finds_its_configuration_and_its_scripts() throws Exception {
        URI upstream = standIn.start();

        assertThat(get(upstream, "/array/phc_demo/config.js").body())
                .startsWith("(function(){window._POSTHOG_REMOTE_CONFIG")
                .contains("[\"phc_demo\"]={\"config\":{");
        JsonObject configuration =
                new JsonObject(get(upstream, "/array/phc_demo/config").body());
        assertThat(configuration.getJsonArray("supportedCompression")).contains("gzip-js");
        assertThat(configuration.getValue("sessionRecording")).isEqualTo(false);
        assertThat(get(upstream, "/static/array.js").body()).contains("posthog");
        assertThat(get(upstream, "/static/1.449.2/exception-autocapture.js").statusCode())
                .isEqualTo(200);
        assertThat(get(upstream, "/static/README.md").statusCode()).isEqualTo(404);
        assertThat(get(upstream, "/static/..%2fapplication.properties").statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> get(URI server, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(URI server, String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
