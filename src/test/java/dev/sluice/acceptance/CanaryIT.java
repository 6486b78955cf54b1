package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.acceptance.Canaries.Canary;
import dev.sluice.testsupport.Backends;
import dev.sluice.testsupport.RecordingServer;
import dev.sluice.testsupport.RunningGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand personal values of every kind, each sent through every entrance; then everything that left the gateway or was
 * kept by it is searched for them: what PostHog and Sentry got, the data directory, Redis, Postgres, the log at DEBUG,
 * traces, metrics and every answer.
 */
class CanaryIT {
    private static final String TOKEN = "phc_canarytoken";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 25;

    private final List<Canary> canaries = Canaries.all();
    private final Exposure exposure = new Exposure(canaries);

    @TempDir
    Path dataDir;

    @Test
    void nothing_planted_leaves_or_stays() throws Exception {
        assertThat(canaries).hasSize(1000);
        String database = Backends.freshDatabase();
        try (RecordingServer postHog = RecordingServer.start();
                RecordingServer sentry = RecordingServer.start();
                RedisWitness redis = RedisWitness.of(Backends.redisUrl())) {
            // Whatever PostHog refuses is a dead letter, and one is tried again.
            postHog.answer(request -> request.uri().startsWith("/batch") && isRefused(request.body()) ? 400 : 200);
            Map<String, String> environment = RunningGateway.deliveringTo(postHog.uri(), TOKEN);
            environment.put("REDIS_URL", Backends.redisUrl());
            environment.put("DATABASE_URL", database);
            environment.put("SENTRY_DSN", "http://publickey@127.0.0.1:" + sentry.port() + "/1");
            environment.put("SENTRY_TRACES_SAMPLE_RATE", "1.0");
            environment.put("QUARKUS_LOG_LEVEL", "DEBUG");
            try (RunningGateway gateway = RunningGateway.start(dataDir, environment)) {
                for (int i = 0; i < canaries.size(); i += AT_ONCE) {
                    sendEverywhere(gateway, canaries.subList(i, i + AT_ONCE));
                }
                await().atMost(Duration.ofSeconds(90)).until(() -> gateway.metric("sluice_events_pending") == 0);
                String metrics = gateway.get("/metrics").body();
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
            assertThat(sentry.requests())
                    .as("traces and failures to be searched")
                    .isNotEmpty();
            exposure.search("Redis", redis.seen());
            assertThat(redis.seen().length).as("Redis commands to be searched").isPositive();
            searchDataDirectory();
            searchPostgres(database);
        }
        System.out.println("canaries: searched " + exposure.summary());
        assertThat(exposure.found()).as("where planted values were found").isEmpty();
    }

    private static boolean isRefused(byte[] body) {
        // About one in four; which ones does not matter, only that there are some of each outcome.
        return body.length > 0 && (body[body.length / 2] & 3) == 0;
    }

    private void sendEverywhere(RunningGateway gateway, List<Canary> some) throws IOException {
        ArrayNode batch = JSON.createArrayNode();
        for (Canary canary : some) {
            batch.add(event(canary));
        }
        ObjectNode envelope = JSON.createObjectNode().put("api_key", TOKEN);
        envelope.set("batch", batch);
        byte[] list = bytes(batch);
        post(gateway, "/batch/", bytes(envelope), "application/json");
        post(gateway, "/e/?ip=0", gzip(list), "text/plain");
        post(gateway, "/i/v0/e/?compression=base64", form(list), "application/x-www-form-urlencoded");
        for (Canary canary : some) {
            byte[] single = bytes(event(canary));
            post(gateway, "/track/", single, "application/json");
            post(gateway, "/engage/", bytes(person(canary)), "application/json");
            post(gateway, "/s/", gzip(bytes(recording(canary))), "text/plain");
            post(gateway, "/flags/?v=2" + identity(canary), bytes(flags(canary)), "application/json");
            get(
                    gateway,
                    "/e/?token=" + TOKEN + "&data="
                            + encoded(Base64.getEncoder().encodeToString(single)));
            get(gateway, "/array/" + TOKEN + "/config.js?x=" + encoded(canary.text()));
            get(gateway, "/api/surveys/?token=" + TOKEN + "&" + nameOf(canary) + "=" + encoded(canary.value()));
            // What is refused must not say what it was, either.
            post(
                    gateway,
                    "/e/",
                    ("{\"api_key\":\"" + TOKEN + "\",\"x\":\"" + canary.value() + "\",").getBytes(UTF_8),
                    "text/plain");
            post(
                    gateway,
                    "/e/",
                    bytes(event(canary).put("api_key", "phc_nobody" + nameOf(canary))),
                    "application/json");
            post(gateway, "/s/", bytes(unknownPacking(canary)), "application/json");
            get(gateway, "/nowhere/" + encoded(canary.value()) + "?q=" + encoded(canary.text()));
        }
    }

    private void post(RunningGateway gateway, String path, byte[] body, String type) {
        Canary canary = canaries.get(Math.floorMod(body.length, canaries.size()));
        answered(gateway.post(
                path,
                body,
                "Content-Type",
                type,
                "Cookie",
                "sessionid=" + encoded(canary.value()),
                "Authorization",
                "Bearer " + encoded(canary.value()),
                "Referer",
                "https://shop.test/?q=" + encoded(canary.value()),
                "baggage",
                "user=" + encoded(canary.value())));
    }

    private void get(RunningGateway gateway, String path) {
        answered(gateway.get(path));
    }

    private void answered(HttpResponse<String> answer) {
        exposure.search("answers", answer.headers().map() + "\n" + answer.body());
    }

    /** Only what a person could be found by: an identifier without a meaning stays what it is. */
    private static String identity(Canary canary) {
        return canary.kind().equals("email") || canary.kind().equals("phone")
                ? "&distinct_id=" + encoded(canary.value())
                : "";
    }

    private static String nameOf(Canary canary) {
        return canary.key().isEmpty() ? "note" : canary.key();
    }

    private static String sentence(Canary canary) {
        return canary.text().isEmpty() ? canary.key() + "=" + canary.value() : canary.text();
    }

    private static ObjectNode event(Canary canary) throws IOException {
        ObjectNode event = JSON.createObjectNode().put("event", "canary").put("api_key", TOKEN);
        event.put("distinct_id", canary.kind().equals("email") ? canary.value() : "visitor-" + canary.kind());
        ObjectNode properties = event.putObject("properties");
        properties.put("token", TOKEN);
        if (!canary.key().isEmpty()) {
            properties.put(canary.key(), canary.value());
            properties.putObject("$set").put(canary.key(), canary.value());
            properties.putObject("form").putArray("rows").addObject().put(canary.key(), canary.value());
        }
        if (!canary.text().isEmpty()) {
            properties.put("note", canary.text());
            properties.put("body", JSON.writeValueAsString(Map.of("message", canary.text())));
            properties.put(
                    "packed", Base64.getEncoder().encodeToString(canary.text().getBytes(UTF_8)));
            properties.put("$current_url", "https://shop.test/search?q=" + encoded(canary.text()));
            properties.put(
                    "$elements_chain",
                    "a.link:nth-child=\"1\"text=\"" + canary.text().replace("\"", "\\\"") + "\"");
            properties.putArray("lines").add(1).addArray().add(canary.text());
        }
        return event;
    }

    private static ObjectNode person(Canary canary) {
        ObjectNode person = JSON.createObjectNode().put("token", TOKEN).put("$distinct_id", "visitor");
        person.putObject("$set").put(nameOf(canary), sentence(canary));
        return person;
    }

    private static ObjectNode flags(Canary canary) {
        ObjectNode flags = JSON.createObjectNode().put("token", TOKEN).put("distinct_id", "visitor");
        flags.putObject("person_properties").put(nameOf(canary), canary.value()).put("note", canary.text());
        return flags;
    }

    private static ObjectNode recording(Canary canary) {
        ObjectNode event = JSON.createObjectNode().put("event", "$snapshot").put("distinct_id", "visitor");
        ObjectNode properties =
                event.putObject("properties").put("token", TOKEN).put("$session_id", "s1");
        ArrayNode frames = properties.putArray("$snapshot_data");
        frames.addObject()
                .put("type", 3)
                .putObject("data")
                .put("source", 5)
                .put("id", 7)
                .put("text", canary.value());
        ObjectNode node = frames.addObject().put("type", 2).putObject("data").putObject("node");
        node.put("type", 3).put("id", 1).put("textContent", sentence(canary));
        return event;
    }

    private static ObjectNode unknownPacking(Canary canary) {
        ObjectNode event = JSON.createObjectNode().put("event", "$snapshot").put("distinct_id", "visitor");
        ObjectNode properties =
                event.putObject("properties").put("token", TOKEN).put("$session_id", "s1");
        properties.putArray("$snapshot_data").addObject().put("cv", "1999-01").put("data", canary.value());
        return event;
    }

    private static byte[] bytes(com.fasterxml.jackson.databind.JsonNode node) throws IOException {
        return JSON.writeValueAsBytes(node);
    }

    private static byte[] form(byte[] json) {
        return ("data=" + encoded(Base64.getEncoder().encodeToString(json))).getBytes(UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
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

    private void searchPostgres(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:" + url.replace("postgres://", "postgresql://").replaceFirst("//([^:]+):([^@]+)@", "//")
                        + "?user=postgres&password=postgres")) {
            List<String> tables = new ArrayList<>();
            try (var statement = connection.createStatement();
                    var names = statement.executeQuery(
                            "select table_name from information_schema.tables where table_schema = 'public'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            assertThat(tables).isNotEmpty();
            for (String table : tables) {
                try (var statement = connection.createStatement();
                        var rows = statement.executeQuery("select row_to_json(t)::text from \"" + table + "\" t")) {
                    while (rows.next()) {
                        exposure.search("Postgres", rows.getString(1));
                    }
                }
            }
        }
    }
}
