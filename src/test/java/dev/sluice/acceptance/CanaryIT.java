package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.acceptance.Canaries.Canary;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.testsupport.Backends;
import dev.sluice.testsupport.RecordingServer;
import dev.sluice.testsupport.RunningGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More than a thousand personal values of every kind, each sent through every entrance; then everything that left the gateway or was
 * kept by it is searched for them: what PostHog and Sentry got, the gateway's own and that of pages behind the tunnel, the data directory, Redis, Postgres, the log at DEBUG,
 * traces, metrics and every answer.
 */
class CanaryIT {
    static final String TOKEN = "phc_canarytoken";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OTHER_TOKEN = "phc_canaryother";
    private static final int AT_ONCE = 25;
    /** As many as fit into the address of a request. */
    private static final int IN_ADDRESS = 5;

    /** Three digits are not told from others, so a trace of one proves nothing; the other two have no value of their own. */
    private static final Set<Kind> NOT_PLANTED = Set.of(Kind.CVV, Kind.RECORDED_TEXT, Kind.CUSTOM);
    /** A second project, whose policy keeps parts and tells people apart. */
    private static final String CONFIGURATION = """
            projects:
              - name: other
                token: %s
                scrub:
                  actions:
                    contact: pseudonym
                    person: pseudonym
                    payment: pseudonym
                    national_id: pseudonym
                    credit_card: mask
                    iban: mask
                    device: replace
            tunnel:
              attachments: scrub
              dsns:
                - {dsn: "%s", project: default}
                - {dsn: "%s", project: other}
            """;

    /** The types of the items that go through the tunnel. */
    private static final List<String> TUNNELLED = List.of(
            "event",
            "user_report",
            "attachment",
            "transaction",
            "span",
            "log",
            "trace_metric",
            "replay_event",
            "replay_recording",
            "feedback",
            "session");

    private final List<Canary> canaries = Canaries.all();
    private final Exposure exposure = new Exposure(canaries);

    @TempDir
    Path dataDir;

    @TempDir
    Path folder;

    @Test
    void every_kind_is_planted() {
        Set<Kind> kinds = canaries.stream().map(Canary::kind).collect(Collectors.toCollection(TreeSet::new));

        assertThat(kinds)
                .containsExactlyElementsOf(Stream.of(Kind.values())
                        .filter(kind -> !NOT_PLANTED.contains(kind))
                        .toList());
    }

    @Test
    void nothing_planted_leaves_or_stays() throws Exception {
        assertThat(canaries).hasSizeGreaterThan(1000);
        String database = Backends.freshDatabase();
        try (RecordingServer postHog = RecordingServer.start();
                RecordingServer sentry = RecordingServer.start();
                RecordingServer pages = RecordingServer.start();
                RedisWitness redis = RedisWitness.of(Backends.redisUrl())) {
            // Whatever PostHog refuses is a dead letter, and one is tried again.
            postHog.answer(request -> request.uri().startsWith("/batch") && isRefused(request.body()) ? 400 : 200);
            Map<String, String> environment = RunningGateway.deliveringTo(postHog.uri(), TOKEN);
            environment.put("REDIS_URL", Backends.redisUrl());
            environment.put("DATABASE_URL", database);
            environment.put("SENTRY_DSN", dsn(sentry, 1));
            environment.put("SENTRY_TRACES_SAMPLE_RATE", "1.0");
            environment.put("QUARKUS_LOG_LEVEL", "DEBUG");
            List<String> dsns = List.of(dsn(pages, 42), dsn(pages, 43));
            environment.put("SLUICE_TUNNEL_DSNS", String.join(",", dsns));
            environment.put(
                    "SLUICE_CONFIG",
                    Files.writeString(
                                    folder.resolve("sluice.yaml"),
                                    CONFIGURATION.formatted(OTHER_TOKEN, dsns.get(0), dsns.get(1)))
                            .toString());
            try (RunningGateway gateway = RunningGateway.start(dataDir, environment)) {
                for (int i = 0; i < canaries.size(); i += AT_ONCE) {
                    List<Canary> some = canaries.subList(i, Math.min(canaries.size(), i + AT_ONCE));
                    sendEverywhere(gateway, some);
                    sendThroughTunnel(gateway, dsns.getFirst(), some);
                    // The other policy differs in what takes a value's place, not in what is searched.
                    assertThat(tunnel(gateway, new CanaryEnvelopes(dsns.getLast(), some).error(), some))
                            .isEqualTo(200);
                }
                await().atMost(Duration.ofSeconds(90)).until(() -> gateway.metric("sluice_events_pending") == 0);
                await().atMost(Duration.ofSeconds(90)).until(() -> gateway.metric("sluice_tunnel_pending") == 0);
                // What Sentry does not take stays in the tunnel's own log, to be searched there.
                pages.answer(request -> 503);
                sendThroughTunnel(gateway, dsns.getFirst(), canaries.subList(0, AT_ONCE - 1));
                String metrics = gateway.get("/metrics").body();
                checkTunnel(metrics);
                assertThat(RunningGateway.sum(metrics, "sluice_events_delivered_total"))
                        .as("events that arrived")
                        .isGreaterThan(canaries.size());
                assertThat(RunningGateway.sum(metrics, "sluice_events_dead_lettered_total"))
                        .as("dead letters to be searched")
                        .isPositive();
                exposure.search("metrics", metrics);
                exposure.search("health", gateway.get("/health").body());
                exposure.search("log", gateway.log());
            }
            search("PostHog", postHog);
            search("Sentry", sentry);
            search("Sentry of the pages", pages);
            assertThat(sentry.requests())
                    .as("traces and failures to be searched")
                    .anyMatch(request -> request.uri().endsWith("/v1/traces"))
                    .anyMatch(request -> request.uri().endsWith("/envelope/"));
            exposure.search("Redis", redis.seen());
            assertThat(redis.seen().length).as("Redis commands to be searched").isPositive();
            searchDataDirectory();
            PostgresWitness.rowsOf(database).forEach(row -> exposure.search("Postgres", row));
        }
        System.out.println("canaries: searched " + exposure.summary());
        assertThat(exposure.found()).as("where planted values were found").isEmpty();
    }

    private static boolean isRefused(byte[] body) {
        // About one in four; which ones does not matter, only that there are some of each outcome.
        return body.length > 0 && (body[body.length / 2] & 3) == 0;
    }

    private void checkTunnel(String metrics) {
        for (String type : TUNNELLED) {
            assertThat(RunningGateway.sum(
                            metrics, "sluice_tunnel_items_total{type=\"" + type + "\",outcome=\"stored\"}"))
                    .as("items of type " + type + " to be searched")
                    .isPositive();
        }
        assertThat(RunningGateway.sum(metrics, "sluice_tunnel_pending"))
                .as("envelopes in the data directory to be searched")
                .isPositive();
    }

    private static String dsn(RecordingServer sentry, int project) {
        return "http://publickey@127.0.0.1:" + sentry.port() + "/" + project;
    }

    private void sendThroughTunnel(RunningGateway gateway, String dsn, List<Canary> some) throws IOException {
        var envelopes = new CanaryEnvelopes(dsn, some);
        for (byte[] taken : List.of(envelopes.error(), envelopes.tracing(), envelopes.replay(), envelopes.visit())) {
            assertThat(tunnel(gateway, taken, some)).isEqualTo(200);
        }
        for (byte[] refused : envelopes.refused()) {
            tunnel(gateway, refused, some);
        }
    }

    private int tunnel(RunningGateway gateway, byte[] envelope, List<Canary> some) {
        String person = some.stream()
                .filter(canary -> canary.kind() == Kind.EMAIL)
                .map(Canary::value)
                .findFirst()
                .orElse("");
        HttpResponse<String> answer = gateway.post(
                "/tunnel",
                envelope,
                "Content-Type",
                "text/plain;charset=UTF-8",
                "Cookie",
                "sessionid=" + CanaryEvents.encoded(some.getFirst().value()),
                "Referer",
                "https://shop.test/?q=" + CanaryEvents.encoded(some.getFirst().text()),
                "X-POSTHOG-DISTINCT-ID",
                person);
        answered(answer);
        return answer.statusCode();
    }

    private void sendEverywhere(RunningGateway gateway, List<Canary> some) throws IOException {
        ArrayNode events = JSON.createArrayNode();
        ArrayNode recordings = JSON.createArrayNode();
        ArrayNode unreadable = JSON.createArrayNode();
        ArrayNode persons = JSON.createArrayNode();
        StringBuilder broken = new StringBuilder("{\"api_key\":\"" + TOKEN + "\",\"x\":\"");
        for (Canary canary : some) {
            events.add(CanaryEvents.event(canary));
            CanaryEvents.addKinds(events, canary);
            recordings.add(CanaryEvents.recording(canary));
            unreadable.add(CanaryEvents.unknownPacking(canary));
            persons.add(CanaryEvents.person(canary));
            broken.append(canary.value()).append(' ');
        }
        byte[] list = bytes(events);
        post(gateway, "/batch/", bytes(envelope(TOKEN, events)), "application/json");
        post(gateway, "/batch/", bytes(envelope(OTHER_TOKEN, withoutTokens(events))), "application/json");
        post(gateway, "/e/?ip=0", gzip(list), "text/plain");
        post(gateway, "/capture/?beacon=1", list, "text/plain");
        post(gateway, "/i/v0/e/?compression=base64", form(list), "application/x-www-form-urlencoded");
        post(gateway, "/track/", list, "application/json");
        post(gateway, "/engage/", bytes(persons), "application/json");
        post(gateway, "/s/", gzip(bytes(recordings)), "text/plain");
        post(gateway, "/flags/?v=2", bytes(flags(some)), "application/json");
        // What is refused must not say what it was, either.
        post(gateway, "/e/", broken.append("\",").toString().getBytes(UTF_8), "text/plain");
        post(gateway, "/batch/", bytes(envelope("phc_nobody", withoutTokens(events))), "application/json");
        post(gateway, "/s/", bytes(unreadable), "application/json");
        for (int i = 0; i < some.size(); i += IN_ADDRESS) {
            inAddresses(gateway, some.subList(i, Math.min(some.size(), i + IN_ADDRESS)));
        }
    }

    private void inAddresses(RunningGateway gateway, List<Canary> some) throws IOException {
        ArrayNode list = JSON.createArrayNode();
        StringBuilder parameters = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (Canary canary : some) {
            list.add(pixel(canary));
            String named = canary.key().isEmpty() ? canary.text() : canary.value();
            parameters
                    .append('&')
                    .append(CanaryEvents.nameOf(canary))
                    .append('=')
                    .append(CanaryEvents.encoded(named));
            values.append(identity(canary));
        }
        get(
                gateway,
                "/e/?token=" + TOKEN + "&data="
                        + CanaryEvents.encoded(Base64.getEncoder().encodeToString(bytes(list))));
        get(gateway, "/array/" + TOKEN + "/config.js?x=1" + parameters);
        get(gateway, "/api/surveys/?token=" + TOKEN + parameters + values);
        get(gateway, "/nowhere/" + CanaryEvents.encoded(some.getFirst().value()) + "?q=1" + parameters);
    }

    private static ObjectNode pixel(Canary canary) {
        ObjectNode event = JSON.createObjectNode().put("event", "pixel").put("distinct_id", "visitor");
        event.putObject("properties")
                .put("token", TOKEN)
                .put(CanaryEvents.nameOf(canary), CanaryEvents.sentence(canary));
        return event;
    }

    private static ObjectNode envelope(String token, ArrayNode events) {
        ObjectNode envelope = JSON.createObjectNode().put("api_key", token);
        envelope.set("batch", events);
        return envelope;
    }

    private static ArrayNode withoutTokens(ArrayNode events) {
        ArrayNode copy = events.deepCopy();
        copy.forEach(event -> {
            ((ObjectNode) event).remove("api_key");
            ((ObjectNode) event.get("properties")).remove("token");
        });
        return copy;
    }

    private void post(RunningGateway gateway, String path, byte[] body, String type) {
        Canary canary = canaries.get(Math.floorMod(body.length, canaries.size()));
        answered(gateway.post(
                path,
                body,
                "Content-Type",
                type,
                "Cookie",
                "sessionid=" + CanaryEvents.encoded(canary.value()),
                "Authorization",
                "Bearer " + CanaryEvents.encoded(canary.value()),
                "Referer",
                "https://shop.test/?q=" + CanaryEvents.encoded(canary.value()),
                "baggage",
                "user=" + CanaryEvents.encoded(canary.value())));
    }

    private void get(RunningGateway gateway, String path) {
        answered(gateway.get(path));
    }

    private void answered(HttpResponse<String> answer) {
        exposure.search("answers", answer.headers().map() + "\n" + answer.body());
    }

    /** Only what a person could be found by: an identifier without a meaning stays what it is. */
    private static String identity(Canary canary) {
        return canary.kind() == Kind.EMAIL || canary.kind() == Kind.PHONE
                ? "&distinct_id=" + CanaryEvents.encoded(canary.value())
                : "";
    }

    private static ObjectNode flags(List<Canary> some) {
        ObjectNode flags = JSON.createObjectNode().put("token", TOKEN).put("distinct_id", "visitor");
        ObjectNode properties = flags.putObject("person_properties");
        for (Canary canary : some) {
            // Without a word about what it is, not every value is one to be known.
            properties
                    .putObject("p" + properties.size())
                    .put(CanaryEvents.nameOf(canary), canary.key().isEmpty() ? canary.text() : canary.value())
                    .put("note", canary.text());
        }
        return flags;
    }

    private static byte[] bytes(com.fasterxml.jackson.databind.JsonNode node) throws IOException {
        return JSON.writeValueAsBytes(node);
    }

    private static byte[] form(byte[] json) {
        return ("data=" + CanaryEvents.encoded(Base64.getEncoder().encodeToString(json))).getBytes(UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private void search(String where, RecordingServer server) {
        for (RecordingServer.Request request : server.requests()) {
            exposure.search(where, request.head());
            exposure.search(where, request.body());
        }
    }

    private void searchDataDirectory() throws IOException {
        try (var files = Files.walk(dataDir)) {
            for (Path file : files.toList()) {
                exposure.search(
                        "data directory, names", dataDir.relativize(file).toString());
                if (Files.isRegularFile(file)) {
                    exposure.search("data directory", Files.readAllBytes(file));
                }
            }
        }
    }
}
