package dev.sluice.passthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.capture.BodyBudget;
import dev.sluice.json.Edits;
import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import dev.sluice.scrub.ScrubFailedException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pass-through over real sockets, with a plain server in PostHog's place and a firewall that knows one word. */
class LookupsHttpTest {
    private static final String SECRET = "jane@example.com";

    private static final int BUDGET = 3 << 20;

    private final BodyBudget budget = new BodyBudget(BUDGET);
    private Vertx vertx;
    private UpstreamDouble api;
    private UpstreamDouble assets;
    private URI gateway;
    private Upstream upstream;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.builder().withTracer(options -> new BaggageCarrier()).build();
        api = new UpstreamDouble(vertx);
        assets = new UpstreamDouble(vertx);
        Project project = new Project("shop", "phc_shop", api.uri(), assets.uri());
        upstream = new Upstream(vertx);
        ProjectChoice choice = new ProjectChoice(() -> new OneProject(project));
        DocumentFirewall firewall = new DocumentFirewall(() -> LookupsHttpTest::scan);
        LookupQuery queries = new LookupQuery(firewall);
        SharedAnswers answers = new SharedAnswers(new AnswerCache(1 << 20, 1 << 19), InstantSource.system());
        Router router = Router.router(vertx);
        new LookupRoutes(new Lookups(
                        new SharedLookups(choice, upstream, answers, queries),
                        new PersonalLookups(
                                vertx,
                                choice,
                                upstream,
                                firewall,
                                queries,
                                new CaptureEncodings(),
                                (request, name) -> Optional.of("203.0.113.0"),
                                budget)))
                .mount(router);
        gateway = UpstreamDouble.listen(vertx, router);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void flags_reach_posthog_as_plain_json_without_personal_data() throws Exception {
        api.answers("{\"flags\":{}}");

        var answer = post("/flags?v=2&compression=none", "{\"token\":\"phc_shop\",\"distinct_id\":\"" + SECRET + "\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"flags\":{}}");
        assertThat(api.last().target()).isEqualTo("/flags/?v=2");
        assertThat(api.last().body()).isEqualTo("{\"token\":\"phc_shop\",\"distinct_id\":\"pseudonym\"}");
        assertThat(api.last().headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("x-forwarded-for", "203.0.113.0");
    }

    @Test
    void tracing_adds_nothing_to_what_leaves() throws Exception {
        api.answers("{}");

        post("/flags/", "{\"token\":\"phc_shop\"}");

        assertThat(api.last().headers()).doesNotContainKey("baggage");
    }

    @Test
    void a_body_the_firewall_cannot_pass_is_refused_and_stays_here() throws Exception {
        var answer = post("/flags/", "{\"token\":\"phc_shop\",\"x\":\"unscannable\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"malformed\"").doesNotContain("unscannable");
        assertThat(api.count()).isZero();
    }

    @Test
    void a_body_may_come_in_any_encoding_of_an_sdk() throws Exception {
        api.answers("{}");
        String json = "{\"token\":\"phc_shop\",\"distinct_id\":\"" + SECRET + "\"}";
        String form = "data="
                + URLEncoder.encode(
                        Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }

        for (HttpRequest.Builder request : List.of(
                request("/flags/?v=2&compression=base64")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                request("/flags/?v=2")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(gzip.toByteArray())))) {
            assertThat(send(request).statusCode()).isEqualTo(200);
            assertThat(api.last().body()).isEqualTo("{\"token\":\"phc_shop\",\"distinct_id\":\"pseudonym\"}");
            assertThat(api.last().target()).isEqualTo("/flags/?v=2");
            assertThat(api.last().headers()).containsEntry("content-type", "application/json");
        }
    }

    @Test
    void a_damaged_body_is_refused() throws Exception {
        var answer = send(request("/flags/?v=2")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0})));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(api.count()).isZero();
    }

    @Test
    void an_unknown_token_is_refused_here() throws Exception {
        assertThat(post("/flags/", "{\"token\":\"phc_other\"}").statusCode()).isEqualTo(401);
        assertThat(get("/array/phc_other/config").statusCode()).isEqualTo(401);
        assertThat(api.count() + assets.count()).isZero();
    }

    @Test
    void a_parameter_that_no_sdk_sends_passes_the_firewall_as_text() throws Exception {
        api.answers("{}");

        get("/api/surveys/?token=phc_shop&ref=" + SECRET + "&_=1790000000000&ip=0");

        assertThat(api.last().target()).isEqualTo("/api/surveys/?ip=0&token=phc_shop&ref=pseudonym");
    }

    @Test
    void a_path_with_personal_data_is_refused() throws Exception {
        var answer = get("/api/conversations/v1/widget/tickets/" + SECRET);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(api.count()).isZero();
    }

    @Test
    void an_address_does_not_pass_for_a_version() throws Exception {
        api.answers("{}");
        String address = "81.2.69.142";

        get("/api/surveys/?token=phc_shop&ip=" + address + "&v=1.449.2");

        // What becomes of it is the firewall's matter; here it is only asked.
        assertThat(api.last().target()).isEqualTo("/api/surveys/?token=phc_shop&v=1.449.2&ip=" + address);
    }

    @Test
    void bodies_take_no_more_memory_than_the_budget_and_give_it_back() throws Exception {
        api.answers("{}");
        String body = "{\"token\":\"phc_shop\",\"pad\":\"" + "x".repeat(100_000) + "\"}";
        assertThat(budget.tryReserve(BUDGET - 50_000)).isTrue();

        var refused = post("/flags/", body);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("5");
        await().atMost(Duration.ofSeconds(20)).until(() -> budget.free() == 50_000);
        budget.release(BUDGET - 50_000);
        assertThat(post("/flags/", body).statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> budget.free() == BUDGET);
    }

    @Test
    void scripts_come_from_the_assets_host_and_are_kept() throws Exception {
        assets.answers("script");

        assertThat(get("/static/recorder.js?v=1.449.2").body()).isEqualTo("script");
        assertThat(get("/static/recorder.js?v=1.449.2&_=5&utm=x").body()).isEqualTo("script");

        assertThat(assets.count()).isEqualTo(1);
        assertThat(assets.last().target()).isEqualTo("/static/recorder.js?v=1.449.2");
        assertThat(api.count()).isZero();
    }

    @Test
    void an_assets_host_that_refuses_is_replaced_by_the_ingestion_host() throws Exception {
        assets.status(403);
        api.answers("from the ingestion host");

        assertThat(get("/array/phc_shop/config.js").body()).isEqualTo("from the ingestion host");
    }

    @Test
    void an_assets_host_that_is_away_is_replaced_by_the_ingestion_host() throws Exception {
        assets.drops();
        api.answers("from the ingestion host");

        assertThat(get("/static/a.js").body()).isEqualTo("from the ingestion host");
    }

    @Test
    void kept_scripts_are_served_while_posthog_is_away() throws Exception {
        assets.header("cache-control", "max-age=0");
        assets.answers("script");
        get("/static/a.js");
        assets.drops();
        api.drops();

        var answer = get("/static/a.js");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("script");
    }

    @Test
    void posthog_away_and_nothing_kept_is_a_502() throws Exception {
        api.drops();

        var answer = post("/flags/", "{\"token\":\"phc_shop\"}");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("\"code\":\"upstream_away\"");
    }

    @Test
    void posthog_silent_is_a_504() throws Exception {
        api.hangs();

        assertThat(post("/flags/", "{\"token\":\"phc_shop\"}").statusCode()).isEqualTo(504);
    }

    @Test
    void a_redirect_is_neither_followed_nor_passed_on() throws Exception {
        api.header("location", assets.uri() + "/elsewhere");
        api.status(302);

        assertThat(get("/api/surveys/?token=phc_shop").statusCode()).isEqualTo(502);
        assertThat(assets.count()).isZero();
    }

    @Test
    void a_client_that_holds_the_current_copy_gets_a_304() throws Exception {
        assets.header("etag", "\"v1\"");
        assets.answers("script");
        get("/static/a.js");

        var answer = send(request("/static/a.js").header("If-None-Match", "\"v1\""));

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void nothing_of_the_answer_crosses_but_what_is_listed() throws Exception {
        api.header("set-cookie", "a=b");
        api.header("etag", "\"v1\"");
        api.answers("{}");

        var answer = post("/decide/?v=3", "{\"token\":\"phc_shop\"}");

        assertThat(answer.headers().map()).doesNotContainKey("set-cookie").containsKey("etag");
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
    }

    @Test
    void an_oversized_body_is_refused() throws Exception {
        var answer = post("/flags/", "x".repeat(BoundedBody.LARGEST + 1));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(api.count()).isZero();
    }

    @Test
    void a_large_body_is_scrubbed_too() throws Exception {
        api.answers("{}");

        post("/flags/", "{\"token\":\"phc_shop\",\"pad\":\"" + "x".repeat(100_000) + "\",\"who\":\"" + SECRET + "\"}");

        assertThat(api.last().body()).endsWith("\"who\":\"pseudonym\"}").doesNotContain(SECRET);
    }

    @Test
    void a_wrong_method_is_a_405_and_an_unknown_path_a_404() throws Exception {
        assertThat(get("/flags/").statusCode()).isEqualTo(405);
        assertThat(get("/api/users/@me/").statusCode()).isEqualTo(404);
        assertThat(api.count()).isZero();
    }

    private HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return send(request(target));
    }

    private HttpResponse<String> post(String target, String body) throws IOException, InterruptedException {
        return send(request(target).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(gateway + target)).version(HttpClient.Version.HTTP_1_1);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void scan(byte[] json, int from, int to, String project, Edits into) throws ScrubFailedException {
        String text = new String(json, from, to - from, StandardCharsets.ISO_8859_1);
        if (text.contains("unscannable")) {
            throw new ScrubFailedException("too deep");
        }
        int at = text.indexOf(SECRET);
        if (at >= 0) {
            into.replace(from + at, from + at + SECRET.length(), "pseudonym".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Propagates a visitor's baggage as OpenTelemetry does. */
    private static final class BaggageCarrier implements VertxTracer<String, String> {
        @Override
        public <R> @Nullable String sendRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                BiConsumer<String, String> headers,
                TagExtractor<R> tags) {
            if (policy != TracingPolicy.IGNORE) {
                headers.accept("baggage", "who=" + SECRET);
            }
            return null;
        }
    }

    private record OneProject(Project project) implements Projects {
        @Override
        public Optional<Project> byToken(String token) {
            return Optional.of(project).filter(p -> p.token().equals(token));
        }

        @Override
        public Optional<Project> byName(String name) {
            return Optional.of(project).filter(p -> p.name().equals(name));
        }

        @Override
        public List<Project> all() {
            return List.of(project);
        }
    }

    record Asked(String target, Map<String, String> headers, String body) {}
}
