package dev.sluice.tunnel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.testsupport.RecordingSentry;
import dev.sluice.testsupport.RecordingSentry.Answer;
import dev.sluice.testsupport.RecordingServer;
import dev.sluice.tunnel.Destination;
import dev.sluice.tunnel.SafeEnvelope;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second half of the tunnel, against a server that does what Sentry does. */
class EnvelopeRelayTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final RecordingSentry sentry = RecordingSentry.start();
    private final String dsn = sentry.dsn();
    private final Destination destination = Envelopes.destination(dsn);
    private volatile Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);
    private EnvelopeRelay relay;

    @BeforeEach
    void start() {
        relay = relay(RelayOptions.DEFAULTS);
        relay.start();
    }

    @AfterEach
    void stop() {
        relay.stop(Duration.ZERO);
        sentry.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void an_envelope_arrives_as_it_is_at_the_address_of_the_configuration() {
        UUID id = UUID.randomUUID();
        byte[] bytes = Envelopes.bytes(id, "event", "attachment");

        append(Envelopes.envelope(destination, id, bytes));

        await().atMost(SOON).until(() -> sentry.envelopes().size() == 1);
        RecordingSentry.Received request = sentry.envelopes().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/api/42/envelope/");
        assertThat(request.raw()).isEqualTo(bytes);
        Map<String, String> headers = request.headers().entries().stream()
                .collect(Collectors.toMap(
                        each -> each.getKey().toLowerCase(java.util.Locale.ROOT), Map.Entry::getValue));
        assertThat(headers)
                .containsEntry("content-type", "application/x-sentry-envelope")
                .containsEntry("content-encoding", "gzip")
                .containsEntry("user-agent", "sluice/test")
                .containsEntry(
                        "x-sentry-auth", "Sentry sentry_version=7, sentry_key=publickey, sentry_client=sluice/test")
                .containsOnlyKeys(
                        "content-type", "content-encoding", "content-length", "user-agent", "x-sentry-auth", "host");
        assertEnds(RelayOutcome.SENT, 1);
    }

    @Test
    void what_is_kept_of_the_visitor_goes_along() {
        UUID id = UUID.randomUUID();
        SafeEnvelope plain = Envelopes.envelope(destination, id, Envelopes.bytes(id, "event"));

        append(new SafeEnvelope(
                destination,
                id,
                plain.key(),
                plain.receivedAtMillis(),
                Optional.of("203.0.113.0"),
                Optional.of("Mozilla/5.0 (X11)"),
                plain.origin(),
                plain.bytes()));

        await().atMost(SOON).until(() -> sentry.envelopes().size() == 1);
        RecordingSentry.Received request = sentry.envelopes().getFirst();
        assertThat(request.headers().get("X-Sentry-Forwarded-For")).isEqualTo("203.0.113.0");
        assertThat(request.headers().getAll("User-Agent")).containsExactly("Mozilla/5.0 (X11)");
        assertThat(request.raw()).isEqualTo(plain.bytes());
    }

    @Test
    void a_repetition_is_sent_once() {
        UUID id = UUID.randomUUID();
        SafeEnvelope envelope = Envelopes.envelope(destination, id, Envelopes.bytes(id, "event"));

        append(envelope);
        append(envelope);
        UUID other = append("event");

        await().atMost(SOON)
                .until(() -> arrived().contains(other) && relay.status().pendingEvents() == 0);
        assertThat(arrived()).containsExactlyInAnyOrder(id, other);
    }

    @Test
    void an_envelope_is_sent_again_until_sentry_has_it() {
        List<Answer> answers = new ArrayList<>(List.of(
                Answer.status(500),
                Answer.cut(),
                Answer.status(503).header("Retry-After", "1"),
                Answer.status(408),
                Answer.ok()));
        sentry.answer(_ -> answers.removeFirst());

        UUID id = append("event");

        await().atMost(SOON)
                .until(() -> arrived().contains(id) && relay.status().pendingEvents() == 0);
        assertThat(sentry.requests()).hasSize(5);
        assertEnds(RelayOutcome.SENT, 1);
    }

    @Test
    void what_sentry_does_not_accept_is_dropped_and_the_others_go_on() {
        List<Integer> refusals = List.of(400, 413, 415, 422);
        List<Integer> answers = new ArrayList<>(refusals);
        sentry.answer(_ -> Answer.status(answers.isEmpty() ? 200 : answers.removeFirst()));

        refusals.forEach(_ -> appendAndWait("event"));
        UUID good = append("event");

        await().atMost(SOON)
                .until(() -> arrived().contains(good) && relay.status().pendingEvents() == 0);
        assertThat(sentry.requests()).hasSize(refusals.size() + 1);
        assertEnds(RelayOutcome.REFUSED, refusals.size());
        assertEnds(RelayOutcome.SENT, 1);
    }

    @Test
    void a_wrong_key_keeps_envelopes_waiting() {
        sentry.answer(_ -> Answer.status(403));

        append("event");

        await().atMost(SOON).until(() -> !sentry.requests().isEmpty());
        await().during(Duration.ofMillis(300))
                .atMost(SOON)
                .until(() -> relay.status().pendingEvents() == 1);
        assertThat(sentry.requests()).hasSize(1);
    }

    @Test
    void a_redirect_is_not_followed() {
        try (RecordingServer elsewhere = RecordingServer.start()) {
            sentry.answer(_ -> Answer.redirect(elsewhere.uri() + "/api/42/envelope/"));

            append("event");

            await().atMost(SOON).until(() -> !sentry.requests().isEmpty());
            await().during(Duration.ofMillis(300))
                    .atMost(SOON)
                    .until(() -> relay.status().pendingEvents() == 1);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void a_limited_envelope_is_not_sent_again_and_its_limits_are_told() {
        sentry.answer(_ -> Answer.limited("60:error;transaction:organization"));
        appendAndWait("event");

        assertThat(relay.limits(destination).isLimited("error")).isTrue();
        assertThat(relay.limits(destination).header())
                .contains(":error:organization")
                .contains(":transaction:organization");
        sentry.answer(_ -> Answer.ok());
        appendAndWait("event", "transaction");
        UUID session = append("event", "session");

        await().atMost(SOON).until(() -> arrived().contains(session));
        assertThat(sentry.requests()).hasSize(2);
        assertThat(sentry.envelopes().getFirst().raw()).isEqualTo(Envelopes.bytes(session, "session"));
        assertEnds(RelayOutcome.LIMITED, 2);
        await().atMost(SOON).until(() -> relay.counts().leftOut() == 3);
    }

    @Test
    void limits_are_heard_with_any_answer_and_429_without_them_limits_all() {
        sentry.answer(_ -> Answer.ok().header("X-Sentry-Rate-Limits", "60:replay:organization"));
        appendAndWait("event");
        assertThat(relay.limits(destination).header()).isEqualTo("60:replay:organization");

        sentry.answer(_ -> Answer.status(429));
        appendAndWait("event");
        assertThat(relay.limits(destination).isLimited("session")).isTrue();
        assertThat(relay.limits(destination).retryAfterSeconds()).isBetween(55, 60);
    }

    @Test
    void limits_of_one_destination_are_not_those_of_another() {
        restart(RelayOptions.DEFAULTS, dsn, sentry.dsn("other", "43"));
        sentry.answer(request -> request.path().contains("/42/") ? Answer.limited("60::organization") : Answer.ok());
        appendAndWait("event");
        Destination other = Envelopes.destination(sentry.dsn("other", "43"));
        UUID id = UUID.randomUUID();

        append(Envelopes.envelope(other, id, Envelopes.bytes(id, "event")));

        await().atMost(SOON).until(() -> arrived().contains(id));
        assertThat(sentry.envelopes().getFirst().headers().get("X-Sentry-Auth")).contains("sentry_key=other,");
    }

    @Test
    void what_is_older_than_a_day_is_not_sent() {
        UUID old = UUID.randomUUID();
        Instant longAgo = Instant.now().minus(Duration.ofHours(25));
        append(Envelopes.envelope(destination, old, longAgo, Envelopes.bytes(old, "event")));
        UUID young = append("event");

        await().atMost(SOON)
                .until(() -> arrived().contains(young) && relay.status().pendingEvents() == 0);
        assertThat(sentry.requests()).hasSize(1);
        assertEnds(RelayOutcome.EXPIRED, 1);
    }

    @Test
    void what_an_outage_made_old_has_its_end_while_sentry_is_still_away() {
        sentry.answer(_ -> Answer.status(503));
        for (int i = 0; i < 5; i++) {
            append("event");
        }
        await().atMost(SOON).until(() -> sentry.requests().size() >= 5);

        ahead = Duration.ofHours(25);

        await().atMost(SOON).until(() -> relay.status().pendingEvents() == 0);
        assertEnds(RelayOutcome.EXPIRED, 5);
        assertThat(sentry.envelopes()).isEmpty();
        sentry.answer(_ -> Answer.ok());
        UUID fresh = UUID.randomUUID();
        append(Envelopes.envelope(destination, fresh, clock.instant(), Envelopes.bytes(fresh, "event")));
        await().atMost(SOON).until(() -> arrived().contains(fresh));
    }

    @Test
    void a_restart_sends_what_waits() {
        sentry.answer(_ -> Answer.hang());
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(append("event"));
        }

        restart(RelayOptions.DEFAULTS, dsn);
        sentry.answer(_ -> Answer.ok());

        await().atMost(SOON).until(() -> arrived().containsAll(ids));
    }

    @Test
    void envelopes_for_a_dsn_that_is_gone_wait_and_are_sent_nowhere() {
        sentry.answer(_ -> Answer.hang());
        UUID id = append("event");
        await().atMost(SOON).until(() -> !sentry.requests().isEmpty());
        restart(RelayOptions.DEFAULTS, sentry.dsn("another", "7"));
        sentry.answer(_ -> Answer.ok());
        Destination other = Envelopes.destination(sentry.dsn("another", "7"));
        int before = sentry.requests().size();

        UUID next = UUID.randomUUID();
        append(Envelopes.envelope(other, next, Envelopes.bytes(next, "event")));
        await().atMost(SOON).until(() -> arrived().contains(next));

        assertThat(sentry.requests()).hasSize(before + 1);
        assertThat(relay.status().pendingEvents()).isEqualTo(1);
        restart(RelayOptions.DEFAULTS, dsn);
        await().atMost(SOON).until(() -> arrived().contains(id));
    }

    @Test
    void an_outage_fills_the_bound_and_no_more_and_all_that_was_taken_arrives_later() {
        long bound = 1 << 20;
        restart(RelayOptions.DEFAULTS.withMaxBytes(bound), dsn);
        AtomicBoolean away = new AtomicBoolean(true);
        sentry.answer(_ -> away.get() ? Answer.status(503) : Answer.ok());
        List<UUID> taken = new ArrayList<>();

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        taken.add(appendLarge());
                    }
                })
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(SpoolUnavailableException.class);

        assertThat(taken).hasSizeGreaterThan(50);
        assertThat(relay.status().bytes()).isLessThanOrEqualTo(bound);
        away.set(false);
        await().atMost(SOON).until(() -> arrived().containsAll(taken));
        // Disk is freed file by file, a moment after what was in it.
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(CompletionException.class)
                .until(() -> appendLarge() != null);
    }

    @Test
    void a_folder_that_cannot_be_used_closes_the_tunnel_and_nothing_else() throws IOException {
        Path file = Files.createFile(directory.resolve("no-folder"));
        EnvelopeRelay broken = relay(file, RelayOptions.DEFAULTS, dsn);
        UUID id = UUID.randomUUID();

        broken.start();

        assertThat(broken.append(Envelopes.envelope(destination, id, Envelopes.bytes(id, "event"))))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(SpoolUnavailableException.class);
        assertThat(broken.status().writable()).isFalse();
        broken.stop(Duration.ZERO);
    }

    private EnvelopeRelay relay(RelayOptions options, String... dsns) {
        return relay(directory.resolve("tunnel"), options, dsns.length == 0 ? new String[] {dsn} : dsns);
    }

    private EnvelopeRelay relay(Path folder, RelayOptions options, String... dsns) {
        return new EnvelopeRelay(folder, false, options, Envelopes.destinations(dsns), vertx, "test", clock);
    }

    private void restart(RelayOptions options, String... dsns) {
        relay.stop(Duration.ZERO);
        relay = relay(options, dsns);
        relay.start();
    }

    private UUID append(String... types) {
        UUID id = UUID.randomUUID();
        append(Envelopes.envelope(destination, id, Envelopes.bytes(id, types)));
        return id;
    }

    private void appendAndWait(String... types) {
        append(types);
        await().atMost(SOON).until(() -> relay.status().pendingEvents() == 0);
    }

    /** Of ten kilobytes that cannot be compressed. */
    private UUID appendLarge() {
        UUID id = UUID.randomUUID();
        byte[] noise = new byte[10_000];
        new java.util.Random(id.getLeastSignificantBits()).nextBytes(noise);
        byte[] head = ("{\"event_id\":\"" + Envelopes.plain(id) + "\"}\n{\"type\":\"attachment\",\"length\":10000}\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] bytes = java.util.Arrays.copyOf(head, head.length + noise.length);
        System.arraycopy(noise, 0, bytes, head.length, noise.length);
        append(Envelopes.envelope(destination, id, bytes));
        return id;
    }

    private void append(SafeEnvelope envelope) {
        relay.append(envelope).toCompletableFuture().join();
    }

    private void assertEnds(RelayOutcome outcome, long times) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(relay.counts().snapshot().get(destination.name()))
                        .containsEntry(outcome, times));
    }

    private List<UUID> arrived() {
        return sentry.envelopes().stream().map(EnvelopeRelayTest::id).toList();
    }

    private static UUID id(RecordingSentry.Received request) {
        String header = request.text().substring(0, request.text().indexOf('\n'));
        String id = header.substring(header.indexOf(':') + 2, header.indexOf(':') + 34);
        return UUID.fromString(id.substring(0, 8)
                + '-'
                + id.substring(8, 12)
                + '-'
                + id.substring(12, 16)
                + '-'
                + id.substring(16, 20)
                + '-'
                + id.substring(20));
    }
}
