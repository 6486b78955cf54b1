package dev.sluice.tunnel;

import static dev.sluice.tunnel.TunnelRig.envelope;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.tunnel.TunnelFigures.ItemOutcome;
import dev.sluice.tunnel.TunnelRefusal.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeIntakeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT = "{\"type\":\"event\"}\n{\"message\":\"by ana@example.com\"}";
    private static final String SESSION_ID = "01a2b3c4-0000-7000-8000-0123456789ab";

    private final TunnelRig rig = new TunnelRig();

    @Test
    void an_event_is_stored_scrubbed_with_its_length_and_without_the_dsn() throws Exception {
        TunnelReceipt receipt = rig.send(envelope(EVENT));

        assertThat(receipt.eventId()).isEqualTo("b873df11f13b4f38bd9116b6ae978f16");
        SafeEnvelope stored = rig.store.only();
        assertThat(stored.destination().name()).isEqualTo("tunnel-1337");
        String payload = "{\"sdk\":{\"settings\":{\"infer_ip\":\"never\"}},\"message\":\"by [email]\"}";
        assertThat(new String(stored.bytes(), UTF_8))
                .isEqualTo("{\"event_id\":\"b873df11f13b4f38bd9116b6ae978f16\"}\n{\"length\":" + payload.length()
                        + ",\"type\":\"event\"}\n" + payload + "\n");
        assertThat(rig.figures.items("event", ItemOutcome.STORED)).isEqualTo(1);
    }

    @Test
    void the_same_envelope_has_the_same_key_whenever_it_was_sent() throws Exception {
        rig.send(envelope(EVENT));
        rig.send(envelope(EVENT).replaceFirst("\\{", "{\"sent_at\":\"2026-11-22T16:07:14.328Z\","));
        rig.send(envelope(EVENT.replace("by", "of")));

        assertThat(rig.store.stored()).extracting(SafeEnvelope::id).satisfies(ids -> {
            assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
            assertThat(ids.get(0).version()).isEqualTo(8);
            assertThat(ids.get(0).variant()).isEqualTo(2);
        });
    }

    @Test
    void equal_counts_of_two_browsers_are_two() throws Exception {
        String report = "{\"dsn\":\"" + SentryCaptures.DSN
                + "\"}\n{\"type\":\"client_report\"}\n{\"timestamp\":1,\"discarded_events\":[]}";
        rig.send(report);
        rig.send(report);

        assertThat(rig.store.stored()).extracting(SafeEnvelope::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|MALFORMED",
                "nonsense|MALFORMED",
                "{\"dsn\":1}|MALFORMED",
                "{\"dsn\":\"https://key@elsewhere.example/1\"}|UNKNOWN_DSN",
                "{\"dsn\":\"https://11112222333344445555666677778888@o4242.ingest.sentry.example.com.evil.example/1337\"}|UNKNOWN_DSN",
                "{\"dsn\":\"\"}|UNKNOWN_DSN"
            })
    void the_header_must_name_a_configured_dsn(String header, Reason reason) {
        assertThat(refusal(header + "\n" + EVENT).reason()).isEqualTo(reason);
        assertThat(rig.store.stored()).isEmpty();
    }

    @Test
    void an_answer_says_nothing_of_what_was_sent() {
        TunnelRefusal refusal = refusal("{\"dsn\":\"https://ana@example.com/1\"}\n" + EVENT);

        assertThat(refusal.sentence()).doesNotContain("ana", "example");
    }

    @Test
    void what_the_tunnel_does_not_know_is_dropped_and_the_rest_goes_on() throws Exception {
        rig.send(envelope(
                "{\"type\":\"statsd\"}", "a@ana@example.com:1|c", "{\"type\":\"ana@example.com\"}", "{}", EVENT));

        assertThat(SentryRules.check(rig.store.only().bytes()).items())
                .extracting(SentryRules.Item::type)
                .containsExactly("event");
        assertThat(rig.figures.items(TunnelFigures.UNKNOWN_TYPE, ItemOutcome.DROPPED))
                .isEqualTo(2);
    }

    @Test
    void what_cannot_be_scrubbed_is_withheld_and_the_rest_goes_on() throws Exception {
        rig.send(envelope(
                "{\"type\":\"session\"}",
                "{\"did\":",
                "{\"type\":\"log\"}",
                "[1]",
                EVENT,
                "{\"type\":\"check_in\"}",
                "7"));

        assertThat(SentryRules.check(rig.store.only().bytes()).items()).hasSize(1);
        assertThat(rig.figures.items("session", ItemOutcome.WITHHELD)).isEqualTo(1);
        assertThat(rig.figures.items("log", ItemOutcome.WITHHELD)).isEqualTo(1);
        assertThat(rig.figures.items("check_in", ItemOutcome.WITHHELD)).isEqualTo(1);
    }

    @Test
    void an_envelope_without_items_is_taken_and_not_stored() throws Exception {
        assertThat(rig.send(envelope()).eventId()).isNotEmpty();
        rig.send(envelope("{\"type\":\"attachment\",\"length\":2}", "ab"));

        assertThat(rig.store.stored()).isEmpty();
    }

    @Test
    void attachments_are_dropped_unless_they_are_allowed() throws Exception {
        String attachment =
                "{\"type\":\"attachment\",\"length\":18,\"filename\":\"of ana@example.com.txt\"}\nof ana@example.com";
        rig.send(envelope(attachment, EVENT));
        assertThat(new String(rig.store.only().bytes(), UTF_8)).doesNotContain("attachment");

        TunnelRig allowing = new TunnelRig(TunnelRig.rules(true, true, IpPolicy.DROP));
        allowing.send(envelope(attachment, "{\"type\":\"attachment\",\"length\":2,\"meta_length\":1}", "ab", EVENT));
        assertThat(new String(allowing.store.only().bytes(), UTF_8))
                .contains("\"length\":10,\"filename\":\"of [email]")
                .contains("\nof [email]\n")
                .doesNotContain("ana@", "meta_length");
    }

    @Test
    void half_a_replay_is_none() throws Exception {
        rig.send(envelope(
                "{\"type\":\"replay_event\"}",
                "{\"type\":\"replay_event\"}",
                "{\"type\":\"replay_recording\",\"length\":3}",
                "bad"));

        assertThat(rig.store.stored()).isEmpty();
        assertThat(rig.figures.items("replay_event", ItemOutcome.WITHHELD)).isEqualTo(1);
    }

    @Test
    void replays_are_dropped_where_the_configuration_says_so() throws Exception {
        TunnelRig without = new TunnelRig(TunnelRig.rules(false, false, IpPolicy.DROP));
        without.send(envelope(
                "{\"type\":\"replay_event\"}",
                "{}",
                "{\"type\":\"replay_recording\",\"length\":21}",
                "{\"segment_id\":0}\n[  ]"));

        assertThat(without.store.stored()).isEmpty();
    }

    @Test
    void what_sentry_does_not_want_is_dropped_and_the_sender_told() throws Exception {
        rig.store.limit("60:error:organization", 60, "error");
        String session = "{\"type\":\"session\"}\n{\"sid\":\"1\"}";

        assertThat(rig.send(envelope(EVENT, session)).limits().header()).isEqualTo("60:error:organization");
        assertThat(SentryRules.check(rig.store.only().bytes()).items())
                .extracting(SentryRules.Item::type)
                .containsExactly("session");
        TunnelRefusal refusal = refusal(envelope(EVENT));
        assertThat(refusal.reason()).isEqualTo(Reason.LIMITED);
        assertThat(refusal.limits().retryAfterSeconds()).isEqualTo(60);
        assertThat(rig.figures.items("event", ItemOutcome.LIMITED)).isEqualTo(2);
    }

    @Test
    void a_client_report_passes_every_limit() throws Exception {
        rig.store.limit("60::organization", 60, "error", "internal");

        rig.send(envelope(EVENT, "{\"type\":\"client_report\"}", "{\"discarded_events\":[]}"));

        assertThat(SentryRules.check(rig.store.only().bytes()).items())
                .extracting(SentryRules.Item::type)
                .containsExactly("client_report");
    }

    @Test
    void a_full_store_is_said_and_nothing_is_counted_as_stored() {
        rig.store.fill();

        assertThat(refusal(envelope(EVENT)).reason()).isEqualTo(Reason.STORAGE);
        assertThat(rig.figures.items("event", ItemOutcome.STORED)).isZero();
    }

    @Test
    void only_an_envelope_with_a_replay_may_be_large() throws Exception {
        String large = "{\"segment_id\":0}\n[\"" + "x".repeat(1 << 20) + "\"]";
        String recording = "{\"type\":\"replay_recording\",\"length\":" + large.length() + "}\n" + large;

        rig.send(envelope("{\"type\":\"replay_event\"}\n{}", recording));

        assertThat(rig.store.stored()).hasSize(1);
        assertThat(refusal(envelope(EVENT + " ".repeat(1 << 20))).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void packed_bodies_are_unpacked_within_bounds() throws Exception {
        byte[] plain = envelope(EVENT).getBytes(UTF_8);

        accept(gzip(plain), "gzip");
        accept(deflate(plain), "deflate");

        assertThat(rig.store.stored())
                .hasSize(2)
                .extracting(SafeEnvelope::id)
                .containsOnly(rig.store.stored().getFirst().id());
        assertThatThrownBy(() -> accept(plain, "gzip")).isInstanceOf(TunnelRefusal.class);
        assertThatThrownBy(() -> accept(plain, "br")).isInstanceOf(TunnelRefusal.class);
        byte[] bomb = gzip(new byte[64 << 20]);
        assertThatThrownBy(() -> accept(bomb, "gzip"))
                .isInstanceOfSatisfying(
                        TunnelRefusal.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void a_person_is_the_same_in_posthog_and_in_sentry() throws Exception {
        byte[] event = "{\"event\":\"a\",\"distinct_id\":\"ana@example.com\"}".getBytes(UTF_8);
        var scanned = new dev.sluice.scrub.ScannedEvent();
        TunnelRig.newScrubber().scan(event, 0, event.length, TunnelRig.PROJECT, scanned);
        ByteSink out = new ByteSink(64);
        Edits edits = scanned.edits();
        edits.apply(event, 0, event.length, out);
        String person = JSON.readTree(out.toByteArray()).get("distinct_id").asText();

        rig.send(
                envelope(
                                "{\"type\":\"event\"}",
                                "{\"user\":{\"id\":\"ana@example.com\",\"email\":\"ana@example.com\"}}")
                        .getBytes(UTF_8),
                SESSION_ID,
                "ana@example.com");

        JsonNode stored = JSON.readTree(rig.payload());
        assertThat(stored.at("/user/id").asText()).isEqualTo(person).startsWith("email_");
        assertThat(stored.at("/user/email").asText()).isEqualTo(person);
        assertThat(stored.at("/tags/posthog_distinct_id").asText()).isEqualTo(person);
        assertThat(stored.at("/tags/posthog_session_id").asText()).isEqualTo(SESSION_ID);
    }

    @Test
    void a_session_that_is_no_uuid_is_not_stamped() throws Exception {
        rig.send(envelope(EVENT).getBytes(UTF_8), "ana@example.com", "x".repeat(300));

        assertThat(rig.payload()).doesNotContain("posthog");
    }

    private void accept(byte[] body, String encoding) throws TunnelRefusal {
        rig.accept(new TunnelRequest(body, encoding, Optional.empty(), null, null, null, "", 0));
    }

    private TunnelRefusal refusal(String envelope) {
        try {
            rig.send(envelope);
        } catch (TunnelRefusal e) {
            return e;
        }
        throw new AssertionError("it was taken");
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(out)) {
            deflater.write(plain);
        }
        return out.toByteArray();
    }
}
