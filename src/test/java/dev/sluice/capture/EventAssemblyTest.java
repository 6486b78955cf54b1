package dev.sluice.capture;

import static dev.sluice.capture.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.Lane;
import dev.sluice.event.RejectReason;
import dev.sluice.event.SafeEvent;
import dev.sluice.project.SameEvents;
import dev.sluice.scrub.ScrubFailedException;
import dev.sluice.scrub.policy.IpPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventAssemblyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T16:36:50.714Z");
    private static final String TOKEN = "phc_shop";
    private static final String UUID_TEXT = "01a20419-da75-7270-ad29-15743980d0fa";
    private static final String COMPLETE = "{\"event\":\"a\",\"uuid\":\"" + UUID_TEXT
            + "\",\"timestamp\":\"2026-11-22T16:36:49.000Z\",\"distinct_id\":\"u1\",\"properties\":{\"$ip\":\"203.0.113.0\"}}";

    private static final byte[] TRACE = utf8("\"$sentry_trace_id\":\"0af7651916cd43dd8448eb211c80319c\"");

    private final ObjectMapper mapper = new ObjectMapper();
    private final EventIds ids = Firewalls.ids();
    private CapturePath path = CapturePath.EVENTS;
    private boolean historical;
    private @Nullable String sentAt;
    private byte @Nullable [] address = utf8("\"$ip\":\"198.51.100.0\"");
    private byte @Nullable [] trace;
    private IpPolicy ipPolicy = IpPolicy.TRUNCATE;
    private List<SameEvents> sameEvents = List.of();

    @Test
    void an_event_that_is_complete_keeps_its_bytes() {
        assertThat(safe(COMPLETE).json()).isEqualTo(utf8(COMPLETE));
        assertThat(safe(COMPLETE).uuid()).isEqualTo(UUID.fromString(UUID_TEXT));
        assertThat(safe(COMPLETE).lane()).isEqualTo(Lane.EVENTS);
        assertThat(safe(COMPLETE).session()).isZero();
    }

    @Test
    void escapes_of_lone_surrogates_and_nul_survive() {
        String odd = COMPLETE.replace("\"a\"", "\"\\ud83d \\u0000 \\\"☃\"");

        assertThat(safe(odd).json()).isEqualTo(utf8(odd));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                // members of the event                                                      | sent_at
                // | what stands in the event then
                "                                                                            | -                         | 2026-11-22T16:36:50.714Z",
                "\"timestamp\":null,                                                         | -                         | 2026-11-22T16:36:50.714Z",
                "\"timestamp\":\"\",                                                         | -                         | 2026-11-22T16:36:50.714Z",
                "\"timestamp\":\"soon\",                                                     | -                         | 2026-11-22T16:36:50.714Z",
                "\"timestamp\":\"2026-11-20T10:00:00Z\",                                     | -                         | 2026-11-20T10:00:00Z",
                "\"timestamp\":\"2026-11-20T10:00:00.123456+02:00\",                         | -                         | 2026-11-20T10:00:00.123456+02:00",
                "\"timestamp\":\"2026-11-20 10:00:00\",                                      | -                         | 2026-11-20T10:00:00.000Z",
                "\"timestamp\":1795365410714,                                                | -                         | 2026-11-22T16:36:50.714Z",
                "\"timestamp\":\"2026-11-22T16:36:40.000Z\",                                 | 2026-11-22T16:36:50.714Z  | 2026-11-22T16:36:40.000Z",
                "\"timestamp\":\"2026-11-22T17:36:40.000Z\",                                 | 2026-11-22T17:36:45.000Z  | 2026-11-22T16:36:45.714Z",
                "\"timestamp\":\"2026-11-22T16:36:40.123456+00:00\",                         | 2026-11-22T16:36:41.123000+00:00 | 2026-11-22T16:36:49.714456Z",
                "\"timestamp\":\"1970-01-01T00:00:10.000Z\",                                 | 1970-01-01T00:00:20.000Z  | 2026-11-22T16:36:40.714Z",
                "\"timestamp\":\"2026-11-22T17:36:40.000Z\",\"properties\":{\"$ignore_sent_at\":true},  | 2026-11-22T17:36:45.000Z | 2026-11-22T17:36:40.000Z",
                "\"timestamp\":\"2026-11-22T17:36:40.000Z\",\"properties\":{\"$ignore_sent_at\":false}, | 2026-11-22T17:36:45.000Z | 2026-11-22T16:36:45.714Z",
                "\"offset\":1714,                                                            | -                         | 2026-11-22T16:36:49.000Z",
                "\"offset\":1714.9,                                                          | -                         | 2026-11-22T16:36:49.000Z",
                "\"offset\":-1000,                                                           | -                         | 2026-11-22T16:36:51.714Z",
                "\"offset\":1714,\"timestamp\":\"2020-01-01T00:00:00Z\",                     | -                         | 2026-11-22T16:36:49.000Z",
                "\"timestamp\":\"2020-01-01T00:00:00Z\" , \"offset\" : 1714 ,                | -                         | 2026-11-22T16:36:49.000Z",
                "\"offset\":\"x\",\"timestamp\":\"2020-01-01T00:00:00Z\",                    | -                         | 2020-01-01T00:00:00Z",
                "\"offset\":99999999999999999999999,                                         | -                         | 1970-01-01T00:00:00.000Z",
                "\"offset\":-99999999999,                                                    | -                         | 2026-11-22T16:36:50.714Z",
                "\"timestamp\":\"2026-11-23T15:36:49Z\",                                     | -                         | 2026-11-23T15:36:49Z",
                "\"timestamp\":\"2026-11-23T15:36:52Z\",                                     | -                         | 2026-11-22T16:36:50.714Z",
                "\"timestamp\":\"-000005-01-01T00:00:00Z\",                                  | -                         | 1970-01-01T00:00:00.000Z",
            })
    void every_event_leaves_with_its_one_instant(@Nullable String members, @Nullable String sent, String timestamp)
            throws Exception {
        sentAt = sent;

        JsonNode event = tree("{" + (members == null ? "" : members) + "\"event\":\"a\",\"distinct_id\":\"u\"}");

        assertThat(event.get("timestamp").textValue()).isEqualTo(timestamp);
        assertThat(event.has("offset")).isFalse();
        assertThat(event.get("event").textValue()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"a\",\"distinct_id\":\"u\",\"offset\":5}",
                "{\"event\":\"a\",\"distinct_id\":\"u\" , \"offset\" : 5 }",
                "{\"offset\":5,\"event\":\"a\",\"distinct_id\":\"u\"}",
                "{\"event\":\"a\",\"\\u006fffset\":5,\"distinct_id\":\"u\"}",
                "{\"event\":\"a\",\"timestamp\":\"2026-11-20T10:00:00Z\",\"distinct_id\":\"u\",\"offset\":5}",
            })
    void an_offset_is_taken_out_wherever_it_stands(String json) throws Exception {
        JsonNode event = tree(json);

        assertThat(event.has("offset")).isFalse();
        assertThat(event.get("timestamp").textValue()).isEqualTo("2026-11-22T16:36:50.709Z");
        assertThat(event.get("distinct_id").textValue()).isEqualTo("u");
    }

    @Test
    void an_event_with_its_own_time_gets_a_uuid_of_its_content() throws Exception {
        String json = "{\"event\":\"a\",\"distinct_id\":\"u\",\"timestamp\":\"2026-11-20T10:00:00Z\"}";

        assertThat(safe(json).uuid()).isEqualTo(safe(json).uuid());
        assertThat(safe(json).uuid().version()).isEqualTo(8);
        assertThat(safe(json).key()).isEqualTo(safe(json).key());
        assertThat(safe(json).uuid())
                .isNotEqualTo(safe(json.replace("\"u\"", "\"v\"")).uuid());
        assertThat(tree(json).get("uuid").textValue())
                .isEqualTo(safe(json).uuid().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"$time\":1795365410.7", "\"$insert_id\":\"abc\""})
    void old_marks_of_time_count_as_well(String property) {
        String json = "{\"event\":\"a\",\"distinct_id\":\"u\",\"offset\":3,\"properties\":{" + property + "}}";

        assertThat(safe(json).uuid().version()).isEqualTo(8);
    }

    @Test
    void equal_events_without_a_time_are_two_events() throws Exception {
        String json = "{\"event\":\"a\",\"distinct_id\":\"u\",\"offset\":3}";

        assertThat(safe(json).uuid().version()).isEqualTo(7);
        assertThat(safe(json).uuid().getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
        assertThat(safe(json).uuid()).isNotEqualTo(safe(json).uuid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"uuid\":null,", "\"uuid\":\"\",", ""})
    void a_uuid_that_is_not_there_is_written(String member) throws Exception {
        JsonNode event = tree("{" + member + "\"event\":\"a\",\"distinct_id\":\"u\"}");

        assertThat(UUID.fromString(event.get("uuid").textValue()).version()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01A20419-DA75-7270-AD29-15743980D0FA",
                "01a20419da757270ad2915743980d0fa",
                "{01a20419-da75-7270-ad29-15743980d0fa}",
                "urn:uuid:01a20419-da75-7270-ad29-15743980d0fa"
            })
    void one_uuid_in_any_form_is_one_identity(String form) {
        assertThat(safe(COMPLETE.replace(UUID_TEXT, form)).key())
                .isEqualTo(safe(COMPLETE).key());
    }

    @Test
    void the_identity_is_project_uuid_name_and_distinct_id() {
        assertThat(safe(COMPLETE.replace("16:36:49", "16:36:48")).key())
                .isEqualTo(safe(COMPLETE).key());
        assertThat(safe(COMPLETE.replace("\"a\"", "\"b\"")).key())
                .isNotEqualTo(safe(COMPLETE).key());
        assertThat(safe(COMPLETE.replace("\"u1\"", "\"u2\"")).key())
                .isNotEqualTo(safe(COMPLETE).key());
        assertThat(safe(COMPLETE.replace("d0fa", "d0fb")).key())
                .isNotEqualTo(safe(COMPLETE).key());
    }

    @Test
    void the_identity_of_an_e_mail_address_is_that_of_its_pseudonym() {
        String plain = COMPLETE.replace("u1", "jane.query@example.com");
        String capitals = COMPLETE.replace("u1", "Jane.Query@Example.com");

        assertThat(safe(plain).key()).isEqualTo(safe(capitals).key());
        assertThat(text(safe(plain))).doesNotContain("jane");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"properties\":null",
                ",\"properties\":{}",
                ",\"properties\":{\"$ip\":\"198.51.100.0\"}",
                ",\"properties\":{\"$geoip_disable\":false,\"x\":1}",
                ",\"properties\":{ \"x\":{} }"
            })
    void the_trace_of_the_page_is_written_where_there_is_none(String properties) throws Exception {
        String json = "{\"event\":\"a\",\"distinct_id\":\"u\"" + properties + "}";
        for (IpPolicy policy : IpPolicy.values()) {
            ipPolicy = policy;
            address = policy == IpPolicy.DROP ? null : utf8("\"$ip\":\"198.51.100.0\"");
            trace = null;
            ObjectNode untraced = (ObjectNode) tree(json).path("properties");
            trace = TRACE;

            ObjectNode traced = (ObjectNode) tree(json).path("properties");

            assertThat(traced.path("$sentry_trace_id").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            traced.remove("$sentry_trace_id");
            assertThat(traced).isEqualTo(untraced);
        }
    }

    @Test
    void a_trace_that_an_event_names_itself_stays() {
        trace = TRACE;

        assertThat(text(safe("{\"event\":\"a\",\"distinct_id\":\"u\",\"properties\":"
                        + "{\"$sentry_trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}}")))
                .contains("\"$sentry_trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"")
                .doesNotContain("0af76519");
    }

    @Test
    void a_retry_in_another_span_is_the_same_event() {
        String event = "{\"event\":\"a\",\"distinct_id\":\"u\",\"timestamp\":\"2026-11-20T10:00:00Z\"}";
        SafeEvent first = safe(event);
        trace = TRACE;

        assertThat(safe(event).uuid()).isEqualTo(first.uuid());
        assertThat(safe(event).key()).isEqualTo(first.key());
    }

    @Test
    void the_visitors_address_is_written_where_there_is_none() throws Exception {
        assertThat(tree("{\"event\":\"a\",\"distinct_id\":\"u\"}")
                        .at("/properties/$ip")
                        .textValue())
                .isEqualTo("198.51.100.0");
        assertThat(tree("{\"event\":\"a\",\"distinct_id\":\"u\",\"properties\":{}}")
                        .at("/properties/$ip")
                        .textValue())
                .isEqualTo("198.51.100.0");
        assertThat(tree("{\"event\":\"a\",\"distinct_id\":\"u\",\"properties\":null}")
                        .at("/properties/$ip")
                        .textValue())
                .isEqualTo("198.51.100.0");
        assertThat(tree("{\"event\":\"a\",\"properties\": { \"distinct_id\":7}}")
                        .at("/properties/$ip")
                        .textValue())
                .isEqualTo("198.51.100.0");
        assertThat(tree(COMPLETE).at("/properties/$ip").textValue()).isEqualTo("203.0.113.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"$ip\":\"8.8.8.8\"}",
                "{ \"$ip\" : \"8.8.8.8\" }",
                "{\"$ip\":\"8.8.8.8\",\"a\":1}",
                "{\"a\":1,\"$ip\":\"8.8.8.8\"}",
                "{\"a\":1,\"$ip\":\"8.8.8.8\",\"b\":2}",
                "{\"$geoip_disable\":false,\"$ip\":\"8.8.8.8\"}",
                "{\"$ip\":\"8.8.8.8\",\"$geoip_disable\":true}"
            })
    void without_addresses_nothing_is_located(String properties) throws Exception {
        address = null;
        ipPolicy = IpPolicy.DROP;

        JsonNode event = tree("{\"event\":\"a\",\"distinct_id\":\"u\",\"properties\":" + properties + "}");

        assertThat(event.at("/properties/$geoip_disable").booleanValue()).isTrue();
        assertThat(event.at("/properties/$ip").isMissingNode()).isTrue();
        assertThat(event.at("/properties/a").isMissingNode()).isEqualTo(!properties.contains("\"a\""));
    }

    @Test
    void an_engage_body_becomes_identify() throws Exception {
        path = CapturePath.ENGAGE;

        JsonNode event = tree("{\"$set\":{\"plan\":\"b\"},\"$token\":\"phc_x\",\"$distinct_id\":\"u\"}");

        assertThat(event.get("event").textValue()).isEqualTo("$identify");
        assertThat(event.get("$distinct_id").textValue()).isEqualTo("u");
        assertThat(event.at("/$set/plan").textValue()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7                                                              | NOT_AN_OBJECT",
                "null                                                           | NOT_AN_OBJECT",
                "{\"event\":\"a\",\"distinct_id\":\"u\",\"properties\":[1]}     | NOT_AN_OBJECT",
                "{\"distinct_id\":\"u\"}                                        | MISSING_EVENT_NAME",
                "{\"event\":\"\",\"distinct_id\":\"u\"}                         | MISSING_EVENT_NAME",
                "{\"event\":null,\"distinct_id\":\"u\"}                         | MISSING_EVENT_NAME",
                "{\"event\":5,\"distinct_id\":\"u\"}                            | MISSING_EVENT_NAME",
                "{\"event\":\"a\"}                                              | MISSING_DISTINCT_ID",
                "{\"event\":\"a\",\"distinct_id\":null}                         | MISSING_DISTINCT_ID",
                "{\"event\":\"a\",\"distinct_id\":\"\"}                         | MISSING_DISTINCT_ID",
                "{\"event\":\"a\",\"distinct_id\":\"\",\"properties\":{\"distinct_id\":\"u\"}} | MISSING_DISTINCT_ID",
                "{\"event\":\"a\",\"distinct_id\":\"u\",\"uuid\":\"x\"}         | INVALID_UUID",
                "{\"event\":\"a\",\"distinct_id\":\"u\",\"uuid\":5}             | INVALID_UUID",
                "{\"event\":\"a\",\"distinct_id\":\"u\",\"properties\":{\"$cookieless_mode\":\"true\"}} | INVALID_COOKIELESS_MODE",
                "{\"event\":\"$snapshot\",\"distinct_id\":\"u\",\"properties\":{\"$snapshot_data\":[]}} | MISSING_SESSION_ID",
                "{\"event\":\"$snapshot\",\"distinct_id\":\"u\",\"properties\":{\"$session_id\":\"a_b\",\"$snapshot_data\":[]}} | INVALID_SESSION_ID",
                "{\"event\":\"$snapshot\",\"distinct_id\":\"u\",\"properties\":{\"$session_id\":7,\"$snapshot_data\":[]}} | INVALID_SESSION_ID",
                "{\"event\":\"$snapshot\",\"distinct_id\":\"u\",\"properties\":{\"$session_id\":\"a-b\"}} | MISSING_SNAPSHOT_DATA",
                "{\"event\":\"$snapshot\",\"distinct_id\":\"u\",\"properties\":{\"$session_id\":\"a-b\",\"$snapshot_data\":null}} | MISSING_SNAPSHOT_DATA",
            })
    void what_posthog_would_refuse_is_rejected(String json, RejectReason reason) {
        assertThat(assemble(json))
                .isInstanceOfSatisfying(
                        Assembled.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"a\",\"distinct_id\":7}",
                "{\"event\":\"a\",\"distinct_id\":false}",
                "{\"event\":\"a\",\"$distinct_id\":\"u\"}",
                "{\"event\":\"a\",\"distinct_id\":null,\"properties\":{\"distinct_id\":\"u\"}}",
                "{\"\\u0065vent\":\"a\",\"distinct_id\":\"u\"}",
                "{\"event\":\"a\",\"distinct_id\":\"u\",\"properties\":{\"$cookieless_mode\":true}}"
            })
    void what_posthog_takes_is_taken(String json) throws Exception {
        assertThat(tree(json).has("uuid")).isTrue();
    }

    @Test
    void snapshots_travel_alone() {
        String json =
                "{\"event\":\"$snapshot\",\"distinct_id\":\"u\",\"properties\":{\"$session_id\":\"s-1\",\"$snapshot_data\":[]}}";
        historical = true;

        assertThat(safe(json).lane()).isEqualTo(Lane.REPLAY);
        assertThat(safe(json).session()).isNotZero().isEqualTo(safe(json).session());
        assertThat(safe(json.replace("s-1", "s-2")).session())
                .isNotEqualTo(safe(json).session());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            emptyValue = "",
            value = {
                // members of the event                     | of its properties     | where the token stands then
                "``                                         | ``                    | /api_key",
                "``                                         | \"token\":\"\",      | /api_key",
                "``                                         | \"token\":7,           | /api_key",
                "``                                         | \"token\":\"phc_b\",  | /api_key",
                "\"token\":null,                          | ``                    | /token",
                "\"$token\":\"phc_b\",                  | ``                    | /$token",
                "\"api_key\":\"phc_b\",                 | \"token\":\"phc_b\",  | /api_key",
            })
    void a_snapshot_names_its_project_since_nothing_around_it_does(String members, String properties, String at)
            throws Exception {
        JsonNode event = tree(snapshot(members, properties));

        assertThat(event.at(at).textValue()).isEqualTo(TOKEN);
        assertThat(event.has("api_key")).isEqualTo(at.equals("/api_key"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            emptyValue = "",
            value = {
                "``                          | \"token\":\"phc_shop\",",
                "\"token\":\"phc_shop\",     | ``",
                "\"$token\":\"phc_shop\",    | ``",
                "\"api_key\":\"phc_shop\",   | ``",
                "\"api_key\":\"phc_shop\",   | \"token\":\"phc_b\",",
            })
    void a_snapshot_with_its_token_gets_no_other(String members, String properties) {
        String json = snapshot(members, properties);

        assertThat(text(safe(json))).isEqualTo(json);
    }

    @Test
    void other_events_have_their_token_beside_the_batch() throws Exception {
        assertThat(tree("{\"event\":\"a\",\"distinct_id\":\"u\"}").has("api_key"))
                .isFalse();
    }

    private static String snapshot(String members, String properties) {
        return COMPLETE.replace("{\"event\":\"a\"", "{" + members + "\"event\":\"$snapshot\"")
                .replace(
                        "\"properties\":{",
                        "\"properties\":{" + properties + "\"$session_id\":\"s-1\",\"$snapshot_data\":[],");
    }

    @Test
    void history_has_its_own_lane() {
        historical = true;

        assertThat(safe(COMPLETE).lane()).isEqualTo(Lane.HISTORICAL);
    }

    @Test
    void the_obsolete_performance_event_is_dropped() {
        assertThat(assemble("{\"event\":\"$performance_event\"}")).isInstanceOf(Assembled.Dropped.class);
        assertThat(assemble("{\"event\":\"\\u0024performance_event\"}")).isInstanceOf(Assembled.Dropped.class);
    }

    @Test
    void an_event_may_be_too_large() {
        String json = "{\"event\":\"a\",\"distinct_id\":\"u\",\"x\":\"" + "y".repeat(8 << 20) + "\"}";

        assertThat(assemble(json))
                .isInstanceOfSatisfying(
                        Assembled.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.EVENT_TOO_LARGE));
    }

    @Test
    void whatever_the_firewall_cannot_finish_is_withheld() {
        EventScan gaveUp = (document, from, to, project, into) -> {
            throw new ScrubFailedException("planned");
        };
        EventScan broke = (document, from, to, project, into) -> {
            throw new IllegalStateException("planned");
        };
        for (EventScan firewall : new EventScan[] {gaveUp, broke}) {
            assertThat(new EventAssembly(firewall, Firewalls.ids())
                            .assemble(facts(), utf8(COMPLETE), 0, utf8(COMPLETE).length))
                    .isInstanceOf(Assembled.Withheld.class);
        }
    }

    private JsonNode tree(String json) throws JsonProcessingException {
        return mapper.readTree(text(safe(json)));
    }

    private static String text(SafeEvent event) {
        return new String(event.json(), StandardCharsets.UTF_8);
    }

    private SafeEvent safe(String json) {
        if (assemble(json) instanceof Assembled.Safe(SafeEvent event)) {
            return event;
        }
        throw new AssertionError("not taken: " + assemble(json));
    }

    private Assembled assemble(String json) {
        // Somewhere in the middle of a body, as always.
        byte[] document = utf8("[" + json + "]");
        return new EventAssembly(Firewalls.of(ipPolicy), ids).assemble(facts(), document, 1, document.length - 1);
    }

    private RequestFacts facts() {
        String sent = sentAt;
        ParsedTime sentTime =
                sent == null ? null : Objects.requireNonNull(Timestamps.of(utf8(sent), 0, utf8(sent).length));
        return new RequestFacts(
                "shop",
                TOKEN,
                sameEvents,
                path,
                historical,
                NOW.toEpochMilli(),
                ParsedTime.ofMillis(NOW.toEpochMilli()),
                sentTime,
                address,
                trace);
    }
}
