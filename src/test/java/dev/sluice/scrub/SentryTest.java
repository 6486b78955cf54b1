package dev.sluice.scrub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A number that would be a card anywhere else. */
    private static final String CARD = "4111111111111111";

    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/event_id",
                "/timestamp",
                "/platform",
                "/level",
                "/release",
                "/environment",
                "/dist",
                "/sid",
                "/replay_id",
                "/error_ids/0",
                "/contexts/trace/trace_id",
                "/contexts/trace/span_id",
                "/contexts/trace/parent_span_id",
                "/spans/0/span_id",
                "/exception/values/0/stacktrace/frames/0/lineno",
                "/exception/values/0/stacktrace/frames/0/function",
                "/stacktrace/frames/0/module",
                "/debug_meta/images/0/debug_id",
                "/contexts/os/build",
                "/sdk/version",
                "/items/0/attributes/sentry.release/value",
                "/items/0/attributes/user.email/type",
                "/breadcrumbs/values/0/category"
            })
    void what_sentry_needs_is_never_touched(String pointer) throws Exception {
        String event = planted(pointer, CARD);

        assertThat(firewall.sentry(event)).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/message",
                "/logentry/formatted",
                "/logentry/params/0",
                "/extra/event_id",
                "/extra/release",
                "/tags/plan",
                "/contexts/order/trace_id",
                "/request/data/level",
                "/request/url",
                "/exception/values/0/value",
                "/exception/values/0/stacktrace/frames/0/vars/function",
                "/exception/values/0/stacktrace/frames/0/context_line",
                "/exception/values/0/stacktrace/frames/0/pre_context/0",
                "/breadcrumbs/values/0/message",
                "/breadcrumbs/0/data/arguments/0",
                "/spans/0/description",
                "/spans/0/data/db.statement",
                "/items/0/attributes/note/value",
                "/user/data/level"
            })
    void everything_else_is_searched(String pointer) throws Exception {
        assertThat(firewall.sentry(planted(pointer, CARD))).doesNotContain(CARD);
    }

    /** What runs in a page itself has the page's address for a file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/exception/values/0/stacktrace/frames/0/filename",
                "/exception/values/0/stacktrace/frames/0/abs_path",
                "/items/0/attributes/code.file.path/value",
                "/items/0/attributes/browser.script.invoker/value"
            })
    void the_query_of_a_page_is_searched_where_a_file_of_source_is_named(String pointer) throws Exception {
        String page = "https://shop.example/checkout?card=" + CARD + "&plan=pro#from-" + CARD;

        assertThat(firewall.sentry(planted(pointer, page)))
                .contains("https://shop.example/checkout?card=[card]&plan=pro")
                .doesNotContain(CARD);
    }

    @Test
    void a_user_is_the_same_person_as_in_posthog() throws Exception {
        String posthog = JSON.readTree(firewall.event("{\"event\":\"a\",\"distinct_id\":\"ana@example.com\"}"))
                .get("distinct_id")
                .asText();

        JsonNode user = JSON.readTree(firewall.sentry(
                        "{\"user\":{\"id\":\"ana@example.com\",\"email\":\"Ana@example.com\",\"username\":\"ana7\","
                                + "\"name\":\"Ana Roe\",\"ip_address\":\"203.0.113.77\",\"segment\":\"gold\"}}"))
                .get("user");

        assertThat(user.get("id").asText()).isEqualTo(posthog);
        assertThat(user.get("email").asText()).isEqualTo(posthog);
        assertThat(user.get("username").asText()).matches("user_[a-z]{28}");
        assertThat(user.get("name").asText()).isEqualTo("[name]");
        assertThat(user.get("ip_address").asText()).isEqualTo("203.0.113.0");
        assertThat(user.get("segment").asText()).isEqualTo("gold");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\":{\"id\":\"u-1001\",\"ip_address\":\"{{auto}}\"}}",
                "{\"user\":{\"id\":\"8841\"},\"contexts\":{\"culture\":{\"timezone\":\"Europe/Berlin\"}}}",
                "{\"modules\":{\"@sentry/node\":\"11.12.0\",\"pass\":\"0.7.0\"}}",
                "{\"items\":[{\"attributes\":{\"client.address\":{\"value\":\"{{auto}}\",\"type\":\"string\"}}}]}"
            })
    void what_says_nothing_about_a_person_stays(String event) throws Exception {
        assertThat(firewall.sentry(event)).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"request\":{\"query_string\":[[\"code\",\"abc\"],[\"page\",\"2\"]]}}"
                        + "|{\"request\":{\"query_string\":[[\"code\",\"[removed]\"],[\"page\",\"2\"]]}}",
                "{\"request\":{\"query_string\":{\"name\":\"ana\",\"page\":\"2\"}}}"
                        + "|{\"request\":{\"query_string\":{\"name\":\"[name]\",\"page\":\"2\"}}}",
                "{\"request\":{\"headers\":[[\"X-Forwarded-For\",\"198.51.100.23\"],[\"Accept\",\"*/*\"]]}}"
                        + "|{\"request\":{\"headers\":[[\"X-Forwarded-For\",\"198.51.100.0\"],[\"Accept\",\"*/*\"]]}}",
                "{\"request\":{\"env\":{\"REMOTE_ADDR\":\"198.51.100.23\"}}}"
                        + "|{\"request\":{\"env\":{\"REMOTE_ADDR\":\"198.51.100.0\"}}}",
                "{\"sdk\":{\"name\":\"s\",\"client_ip\":\"198.51.100.23\"}}|{\"sdk\":{\"name\":\"s\",\"client_ip\":\"198.51.100.0\"}}",
                "{\"contexts\":{\"feedback\":{\"name\":\"Ana\",\"url\":\"https://x.example/a\"}}}"
                        + "|{\"contexts\":{\"feedback\":{\"name\":\"[name]\",\"url\":\"https://x.example/a\"}}}",
                "{\"items\":[{\"attributes\":{\"client.address\":{\"value\":\"198.51.100.23\",\"type\":\"string\"}}}]}"
                        + "|{\"items\":[{\"attributes\":{\"client.address\":{\"value\":\"198.51.100.0\",\"type\":\"string\"}}}]}",
                "{\"items\":[{\"attributes\":{\"password\":{\"value\":\"x\",\"type\":\"string\"}}}]}"
                        + "|{\"items\":[{\"attributes\":{\"password\":{\"value\":\"[removed]\",\"type\":\"string\"}}}]}",
                "{\"debug_meta\":{\"images\":[{\"code_file\":\"https://x.example/a.js?token=abcdefgh\"}]}}"
                        + "|{\"debug_meta\":{\"images\":[{\"code_file\":\"https://x.example/a.js?token=[removed]\"}]}}"
            })
    void each_place_follows_its_own_rules(String event, String expected) throws Exception {
        assertThat(firewall.sentry(event)).isEqualTo(expected);
        assertThat(firewall.sentry(expected)).isEqualTo(expected);
    }

    @Test
    void a_user_report_is_of_a_person() throws Exception {
        String report =
                "{\"event_id\":\"9ec7\",\"name\":\"Ana\",\"email\":\"a@example.com\",\"comments\":\"call a@example.com\"}";

        assertThat(item("user_report", report))
                .matches("\\{\"event_id\":\"9ec7\",\"name\":\"\\[name]\",\"email\":\"email_[a-z]{28}\","
                        + "\"comments\":\"call \\[email]\"}");
        assertThat(firewall.anything(report)).isEqualTo(item("user_report", report));
    }

    @Test
    void headers_keep_the_address_of_the_project() throws Exception {
        String header = "{\"event_id\":\"9ec7\",\"dsn\":\"https://abc@o1.ingest.example.com/2\","
                + "\"trace\":{\"trace_id\":\"77\",\"public_key\":\"abc\",\"transaction\":\"/u/ana@example.com\"}}";

        assertThat(new String(firewall.items().scrubHeader(header.getBytes(UTF_8), "shop", new Findings()), UTF_8))
                .isEqualTo(header.replace("ana@example.com", "[email]"));
    }

    @Test
    void a_recording_is_scrubbed_inside_its_packing() throws Exception {
        byte[] recording = recording("[{\"type\":5,\"data\":{\"payload\":{\"message\":\"by ana@example.com\"}}}]");

        byte[] scrubbed = firewall.items().scrub("replay_recording", recording, "shop", new Findings());

        assertThat(unpacked(scrubbed))
                .isEqualTo("{\"segment_id\":0}\n[{\"type\":5,\"data\":{\"payload\":{\"message\":\"by [email]\"}}}]");
    }

    @Test
    void a_clean_recording_stays_byte_for_byte() throws Exception {
        byte[] recording = recording("[{\"type\":4,\"data\":{\"width\":1280}}]");

        assertThat(firewall.items().scrub("replay_recording", recording, "shop", new Findings()))
                .isSameAs(recording);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replay_recording|no header",
                "replay_recording|{}~not json",
                "replay_video|{}",
                "event|{\"a\":",
                "attachment|a\u0000b"
            })
    void what_cannot_be_searched_is_withheld(String type, String payload) {
        assertThatThrownBy(() -> item(type, payload.replace('~', '\n'))).isInstanceOf(ScrubFailedException.class);
    }

    @Test
    void a_bomb_is_withheld() throws IOException {
        byte[] bomb = recording("[\"" + "a".repeat(80 << 20) + "\"]");

        assertThatThrownBy(() -> firewall.items().scrub("replay_recording", bomb, "shop", new Findings()))
                .isInstanceOf(ScrubFailedException.class);
    }

    @Test
    void an_attachment_of_text_is_searched() throws Exception {
        assertThat(item("attachment", "one\nmail ana@example.com\n")).isEqualTo("one\nmail [email]\n");
    }

    private String item(String type, String payload) throws ScrubFailedException {
        return new String(firewall.items().scrub(type, payload.getBytes(UTF_8), "shop", new Findings()), UTF_8);
    }

    private static byte[] recording(String events) throws IOException {
        var packed = new ByteArrayOutputStream();
        packed.write("{\"segment_id\":0}\n".getBytes(UTF_8));
        try (var deflater = new DeflaterOutputStream(packed)) {
            deflater.write(events.getBytes(UTF_8));
        }
        return packed.toByteArray();
    }

    private static String unpacked(byte[] recording) throws IOException {
        int line = new String(recording, ISO_8859_1).indexOf('\n') + 1;
        var packed = new ByteArrayInputStream(recording, line, recording.length - line);
        return new String(recording, 0, line, UTF_8)
                + new String(new InflaterInputStream(packed).readAllBytes(), UTF_8);
    }

    /** A document with one value only, at this pointer. */
    private static String planted(String pointer, String value) {
        String json = '"' + value + '"';
        String[] steps = pointer.substring(1).split("/", -1);
        for (int i = steps.length - 1; i >= 0; i--) {
            json = steps[i].equals("0") ? "[" + json + "]" : "{\"" + steps[i] + "\":" + json + "}";
        }
        return json;
    }
}
