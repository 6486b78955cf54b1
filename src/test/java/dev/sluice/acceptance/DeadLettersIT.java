package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testsupport.Backends;
import dev.sluice.testsupport.RecordingPostHog.Answer;
import dev.sluice.testsupport.RunningGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PostHog refuses, worked with by people: over HTTP and by {@code sluice dead-letters}. */
class DeadLettersIT {
    private static final String TOKEN = "phc_letterstoken";
    private static final String SECRET = "the token of the operators";
    private static final String LETTERS = "/admin/dead-letters";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Upstream postHog;
    private RunningGateway gateway;
    private Map<String, String> environment;

    @BeforeEach
    void start() {
        postHog = new Upstream();
        postHog.recording()
                .answer(request ->
                        new String(request.raw(), UTF_8).contains("poison") ? Answer.status(400) : Answer.ok());
        environment = RunningGateway.deliveringTo(postHog.uri(), TOKEN);
        environment.put("SLUICE_ADMIN_TOKEN", SECRET);
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        postHog.close();
    }

    @Test
    void a_refused_event_is_mended_tried_and_delivered_once_however_often_it_is_replayed() throws Exception {
        gateway = RunningGateway.start(folder.resolve("data"), environment);
        String id = refuse(1).getFirst();
        String event = ask("GET", LETTERS + "/" + id, "").path("event").toString();

        assertThat(event).contains("poison").contains("email_").doesNotContain("ana@");
        JsonNode mended = ask("PUT", LETTERS + "/" + id + "/event", event.replace("poison", "medicine"));
        assertThat(mended.path("event_name").asText()).isEqualTo("medicine");
        assertThat(ask("POST", LETTERS + "/" + id + "/dry-run", "")
                        .path("accepted")
                        .asBoolean())
                .isTrue();
        List<CompletableFuture<Integer>> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(CompletableFuture.supplyAsync(() -> status("POST", LETTERS + "/" + id + "/replay")));
        }
        assertThat(both).extracting(CompletableFuture::join).contains(200).isSubsetOf(200, 409);
        assertThat(status("POST", LETTERS + "/" + id + "/replay")).isEqualTo(409);

        settle();
        assertThat(postHog.eventsNamed("medicine")).hasSize(1);
        JsonNode delivered = postHog.eventsNamed("medicine").getFirst();
        assertThat(delivered.path("uuid").asText()).isEqualTo(new UUID(0x0190000000007000L, 0).toString());
        assertThat(delivered.path("timestamp").asText()).isEqualTo("2026-11-20T10:00:00.000Z");
        assertThat(delivered.path("distinct_id").asText()).startsWith("email_");

        assertThat(status("POST", LETTERS + "/" + id + "/replay?force=yes")).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> postHog.eventsNamed("medicine").size() == 2);
        assertThat(postHog.uuidsThatDoNotFold()).isEmpty();
        settle();
        assertBooksBalance();
        assertThat(gateway.log())
                .doesNotContain("medicine")
                .doesNotContain("ana@")
                .doesNotContain(SECRET);
    }

    @Test
    void a_replay_that_is_killed_before_it_is_noted_does_not_deliver_twice() throws Exception {
        Path data = folder.resolve("data");
        gateway = RunningGateway.start(data, environment);
        String id = refuse(1).getFirst();
        postHog.recording().answer(request -> Answer.ok());
        assertThat(status("POST", LETTERS + "/" + id + "/replay")).isEqualTo(200);
        settle();
        gateway.kill();
        // As if it had been killed between the spool's fsync and that of the note.
        Files.delete(data.resolve("dead-letters").resolve("changes.jsonl"));

        gateway = RunningGateway.start(data, environment);
        assertThat(ask("GET", LETTERS + "/" + id, "").path("state").asText()).isEqualTo("open");
        assertThat(status("POST", LETTERS + "/" + id + "/replay")).isEqualTo(200);

        settle();
        await().atMost(PATIENCE).until(() -> gateway.metric("sluice_events_duplicate_total") == 1);
        assertThat(postHog.eventsNamed("poison")).hasSize(1);
        assertBooksBalance();
    }

    @Test
    void with_postgres_letters_can_be_worked_with_before_during_and_after_it_is_away() throws Exception {
        String database = Backends.freshDatabase();
        environment.put("DATABASE_URL", database);
        gateway = RunningGateway.start(folder.resolve("data"), environment);
        String id = refuse(1).getFirst();
        await().atMost(PATIENCE).until(() -> count(database, "select count(*) from dead_letters") == 1);
        postHog.recording().answer(request -> Answer.ok());

        sql(database, "alter table dead_letters rename to away");
        assertThat(ask("GET", LETTERS, "").path("complete").asBoolean()).isFalse();
        assertThat(status("POST", LETTERS + "/" + id + "/replay")).isEqualTo(503);
        assertThat(postHog.eventsNamed("poison")).isEmpty();
        sql(database, "alter table away rename to dead_letters");

        assertThat(status("POST", LETTERS + "/" + id + "/replay")).isEqualTo(200);
        assertThat(status("POST", LETTERS + "/" + id + "/replay")).isEqualTo(409);
        settle();
        assertThat(postHog.eventsNamed("poison")).hasSize(1);
        assertThat(count(database, "select count(*) from audit where action = 'replay'"))
                .isEqualTo(1);
        assertThat(ask("GET", "/admin/audit", "").toString())
                .doesNotContain("poison")
                .doesNotContain("ana");
    }

    @Test
    void the_command_lists_shows_replays_and_deletes() throws Exception {
        gateway = RunningGateway.start(folder.resolve("data"), environment);
        List<String> ids = refuse(3);
        postHog.recording().answer(request -> Answer.ok());

        assertThat(sluice("list")).isZero();
        assertThat(out()).contains("refused").contains("poison").contains(ids);
        assertThat(sluice("show", ids.getFirst())).isZero();
        assertThat(JSON.readTree(out()).path("id").asText()).isEqualTo(ids.getFirst());
        assertThat(sluice("dry-run", ids.getFirst())).isZero();
        assertThat(sluice("replay", ids.getFirst())).isZero();
        assertThat(sluice("replay", ids.getFirst())).isEqualTo(1);
        assertThat(err()).contains("already");
        assertThat(sluice("replay", "--all", "--event", "poison", "--rate", "1000"))
                .isZero();
        assertThat(JSON.readTree(out()).path("sent").asInt()).isEqualTo(2);
        settle();
        assertThat(postHog.eventsNamed("poison")).hasSize(3);
        assertThat(sluice("delete", "--all")).isEqualTo(2);
        assertThat(sluice("delete", "--all", "--state", "replayed", "--yes")).isZero();
        assertThat(sluice("list", "--json")).isZero();
        assertThat(out()).isEmpty();
        assertThat(sluice("audit")).isZero();
        assertThat(out()).contains("replay-ended").contains("delete");
    }

    /** Sends so many events that PostHog refuses, and returns the ids of their letters. */
    private List<String> refuse(int events) throws IOException {
        StringBuilder body = new StringBuilder("{\"api_key\":\"" + TOKEN + "\",\"batch\":[");
        for (int i = 0; i < events; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"event\":\"poison\",\"distinct_id\":\"ana@example.com\",\"uuid\":\"")
                    .append(new UUID(0x0190000000007000L, i))
                    .append("\",\"timestamp\":\"2026-11-20T10:00:00.000Z\"}");
        }
        assertThat(gateway.post("/batch/", body.append("]}").toString().getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(200);
        await().atMost(PATIENCE).until(() -> gateway.metric("sluice_events_dead_lettered_total") == events);
        List<String> ids = new ArrayList<>();
        ask("GET", LETTERS, "")
                .path("letters")
                .forEach(letter -> ids.add(letter.path("id").asText()));
        assertThat(ids).hasSize(events);
        return ids;
    }

    private void settle() {
        await().atMost(PATIENCE).until(() -> gateway.metric("sluice_events_pending") == 0);
    }

    private void assertBooksBalance() {
        String scrape = gateway.get("/metrics").body();
        double ended = 0;
        for (String outcome : List.of("delivered", "duplicate", "rejected", "dead_lettered")) {
            ended += RunningGateway.sum(scrape, "sluice_events_" + outcome + "_total");
        }
        ended += RunningGateway.sum(scrape, "sluice_events_pending");
        assertThat(ended).isEqualTo(RunningGateway.sum(scrape, "sluice_events_received_total"));
    }

    private JsonNode ask(String method, String path, String body) throws IOException {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private int status(String method, String path) {
        return send(method, path, "").statusCode();
    }

    private HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + SECRET)
                .timeout(PATIENCE)
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    private int sluice(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(RunningGateway.command());
        command.add("dead-letters");
        command.addAll(List.of(arguments));
        command.addAll(List.of("--url", gateway.uri("").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("SLUICE_ADMIN_TOKEN", SECRET);
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended by itself").isTrue();
        return process.exitValue();
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    private static long count(String database, String question) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void sql(String database, String text) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private static Connection connect(String database) throws SQLException {
        URI url = URI.create(database);
        String[] user = url.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(), user[0], user[1]);
    }
}
