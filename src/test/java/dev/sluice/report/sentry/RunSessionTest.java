package dev.sluice.report.sentry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSessionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private TakingSentry sentry;

    @BeforeEach
    void start() {
        sentry = new TakingSentry();
    }

    @AfterEach
    void stop() {
        sentry.close();
    }

    private RunSession session(Duration tick) {
        return new RunSession(sentry.endpoint(), folder.resolve("sentry-session"), now::get, tick);
    }

    private RunSession begun() {
        int before = told().size();
        RunSession session = session(Duration.ofDays(1));
        session.begin();
        await().until(() -> told().size() > before);
        return session;
    }

    private List<JsonNode> told() {
        return sentry.items("session");
    }

    @Test
    void a_run_that_stops_in_order_is_a_session_that_was_well() throws Exception {
        RunSession session = begun();
        now.set(NOON.plusSeconds(90));
        session.end(PATIENCE);

        assertThat(told()).hasSize(2);
        JsonNode start = told().get(0);
        JsonNode end = told().get(1);
        assertThat(start.path("init").asBoolean()).isTrue();
        assertThat(start.path("status").asText()).isEqualTo("ok");
        assertThat(start.path("attrs").path("release").asText()).isEqualTo("sluice@9.9.9");
        assertThat(start.path("attrs").path("environment").asText()).isEqualTo("staging");
        assertThat(start.has("did")).as("a process is no person").isFalse();
        assertThat(end.path("sid")).isEqualTo(start.path("sid"));
        assertThat(end.path("status").asText()).isEqualTo("exited");
        assertThat(end.path("init").asBoolean()).isFalse();
        assertThat(end.path("duration").asDouble()).isEqualTo(90.0);
        assertThat(end.path("seq").asLong()).isGreaterThan(start.path("seq").asLong());
        assertThat(folder.resolve("sentry-session")).doesNotExist();
    }

    @Test
    void a_run_that_was_killed_is_an_abnormal_session_at_the_next_start() throws Exception {
        RunSession killed = begun();
        String sid = told().getFirst().path("sid").asText();

        RunSession next = begun();
        await().until(() -> told().size() == 3);
        assertThat(told().get(1).path("sid").asText()).isEqualTo(sid);
        assertThat(told().get(1).path("status").asText()).isEqualTo("abnormal");
        assertThat(told().get(2).path("sid").asText()).isNotEqualTo(sid);
        next.end(PATIENCE);
        killed.end(PATIENCE);
    }

    @Test
    void an_end_that_sentry_did_not_take_is_told_at_the_next_start_as_what_it_was() throws Exception {
        RunSession first = begun();
        String sid = told().getFirst().path("sid").asText();
        sentry.server().answer(_ -> 503);
        first.end(PATIENCE);
        sentry.server().answer(_ -> 200);
        int before = told().size();

        RunSession next = begun();
        await().until(() -> told().size() == before + 2);
        assertThat(told().get(before).path("sid").asText()).isEqualTo(sid);
        assertThat(told().get(before).path("status").asText()).isEqualTo("exited");
        next.end(PATIENCE);
    }

    @Test
    void a_start_that_sentry_did_not_take_is_told_again() throws Exception {
        sentry.server().answer(_ -> 500);
        RunSession session = session(Duration.ofMillis(5));
        session.begin();
        await().until(() -> told().size() >= 2);
        sentry.server().answer(_ -> 200);
        int refused = told().size();
        await().until(() -> told().size() > refused);
        session.end(PATIENCE);

        JsonNode end = told().getLast();
        assertThat(end.path("status").asText()).isEqualTo("exited");
        assertThat(told())
                .extracting(each -> each.path("sid").asText())
                .containsOnly(end.path("sid").asText());
        assertThat(told().get(refused - 1).path("init").asBoolean()).isTrue();
        assertThat(end.path("init").asBoolean()).isFalse();
    }

    @Test
    void a_session_lasts_a_day_and_another_takes_its_place() throws Exception {
        RunSession session = session(Duration.ofMillis(5));
        session.begin();
        await().until(() -> told().size() == 1);
        now.set(NOON.plus(Duration.ofHours(25)));
        await().until(() -> told().size() >= 3);
        session.end(PATIENCE);

        assertThat(told().get(1).path("status").asText()).isEqualTo("exited");
        assertThat(told().get(1).path("sid")).isEqualTo(told().get(0).path("sid"));
        assertThat(told().get(2).path("status").asText()).isEqualTo("ok");
        assertThat(told().get(2).path("sid")).isNotEqualTo(told().get(0).path("sid"));
    }

    @Test
    void a_note_that_cannot_be_read_or_written_keeps_nothing_from_its_way() throws Exception {
        Files.createDirectory(folder.resolve("sentry-session"));
        Files.writeString(folder.resolve("sentry-session").resolve("x"), "x");

        begun().end(PATIENCE);

        assertThat(told()).hasSize(2);
    }

    @Test
    void a_note_of_rubbish_is_no_session() throws Exception {
        Files.writeString(folder.resolve("sentry-session"), "id=x\nstarted=yesterday\n");

        begun().end(PATIENCE);

        assertThat(told()).extracting(each -> each.path("status").asText()).containsExactly("ok", "exited");
    }

    @Test
    void what_has_not_begun_does_not_end() throws Exception {
        session(PATIENCE).end(PATIENCE);

        assertThat(told()).isEmpty();
    }
}
