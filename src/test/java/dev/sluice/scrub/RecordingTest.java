package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.scrub.policy.RecordingLevel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PERSONAL =
            "{\"node\":{\"textContent\":\"Hello ana@example.com ☃\",\"attributes\":{\"href\":\"/r?token=abc\"}}}";

    private final Firewall firewall = new Firewall();

    @Test
    void a_full_snapshot_is_scrubbed_inside_its_packing() throws Exception {
        String event = recording(item(2, JsonNodeFactory.instance.textNode(packed(PERSONAL))));

        JsonNode data = recorded(firewall.event(event)).get("data");

        assertThat(unpacked(data.asText()))
                .isEqualTo(
                        "{\"node\":{\"textContent\":\"Hello [email] ☃\",\"attributes\":{\"href\":\"/r?token=[removed]\"}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"texts", "attributes", "adds", "removes"})
    void each_packed_part_of_a_mutation_is_scrubbed(String part) throws Exception {
        ObjectNode data =
                JSON.createObjectNode().put("source", 0).put(part, packed("[{\"value\":\"ana@example.com\"}]"));

        JsonNode scrubbed = recorded(firewall.event(recording(item(3, data)))).get("data");

        assertThat(unpacked(scrubbed.get(part).asText())).doesNotContain("ana@").startsWith("[{\"value\":\"");
        assertThat(scrubbed.get("source").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ana", "ana@exa", "Grüße \n"})
    void what_is_typed_is_masked_and_does_not_tell_its_length(String typed) throws Exception {
        ObjectNode data = JSON.createObjectNode().put("source", 5).put("text", typed);

        String once = firewall.event(recording(item(3, data)));

        assertThat(recorded(once).get("data").get("text").asText()).isEqualTo("********");
        assertThat(firewall.event(once)).isEqualTo(once);
    }

    @Test
    void the_value_of_an_input_is_masked_and_that_of_a_button_is_not() throws Exception {
        String page = element(
                "form",
                "",
                element("input", "\"type\":\"text\",\"value\":\"Ana Gomez\"", "")
                        + ","
                        + element("input", "\"type\":\"submit\",\"value\":\"Pay now\"", "")
                        + ","
                        + element("textarea", "", text("dear all")));

        assertThat(snapshot(firewall, page))
                .contains("\"value\":\"****************\"")
                .contains("Pay now")
                .contains("\"textContent\":\"********\"");
    }

    @Test
    void a_value_that_is_split_over_inline_elements_is_found() throws Exception {
        String page = element(
                "p", "", text("Mail: j") + "," + element("b", "", text("ane.roe@exam")) + "," + text("ple.com today"));

        assertThat(snapshot(firewall, page))
                .contains("\"textContent\":\"Mail: [email]\"")
                .contains("\"textContent\":\"\"")
                .contains("\"textContent\":\" today\"");
    }

    @Test
    void texts_of_different_paragraphs_are_not_read_as_one() throws Exception {
        String page = element("div", "", element("p", "", text("j")) + "," + element("p", "", text("ana@example.com")));

        assertThat(snapshot(firewall, page)).contains("\"textContent\":\"j\"").doesNotContain("ana@");
    }

    @Test
    void style_sheets_and_class_names_are_passed_over() throws Exception {
        String page = element("style", "\"_cssText\":\"a@b.com\",\"class\":\"a@b.com\"", text("a@b.com"));

        assertThat(snapshot(firewall, page)).isEqualTo("{\"node\":" + page + "}");
    }

    @Test
    void the_strict_level_leaves_the_layout_only() throws Exception {
        var strict = new Firewall(RecordingLevel.STRICT);
        String page = element("a", "\"href\":\"/me\",\"rel\":\"next\"", text("Hello you\\n☃"));

        assertThat(snapshot(strict, page))
                .isEqualTo(
                        "{\"node\":" + element("a", "\"href\":\"***\",\"rel\":\"next\"", text("***** ***\\n*")) + "}");
        ObjectNode canvas = JSON.createObjectNode().put("source", 9);
        canvas.putArray("commands").add("fillText");
        assertThat(strict.event(recording(item(3, canvas)))).contains("\"commands\":[]");
    }

    @Test
    void the_level_off_leaves_recordings_as_they_are() throws Exception {
        String event = recording(item(2, JsonNodeFactory.instance.textNode(packed(PERSONAL))));

        assertThat(new Firewall(RecordingLevel.OFF).event(event)).isEqualTo(event);
    }

    @Test
    void what_plugins_record_is_walked_by_its_keys() throws Exception {
        ObjectNode data = JSON.createObjectNode().put("plugin", "rrweb/network@1");
        ObjectNode request = data.putObject("payload").putArray("requests").addObject();
        request.put("name", "https://a.example/r?token=abc123def456");
        request.putObject("requestHeaders").put("Authorization", "Bearer abc").put("Accept", "text/html");
        request.put("requestBody", "{\"password\":\"hop la\",\"page\":2}");

        assertThat(recorded(firewall.event(recording(item(6, data))))
                        .get("data")
                        .toString())
                .contains("token=[removed]", "\"Accept\":\"text/html\"", "\\\"page\\\":2")
                .doesNotContain("Bearer abc", "hop la");
    }

    private static String element(String tag, String attributes, String children) {
        return "{\"type\":2,\"tagName\":\"" + tag + "\",\"attributes\":{" + attributes + "},\"childNodes\":[" + children
                + "]}";
    }

    private static String text(String text) {
        return "{\"type\":3,\"textContent\":\"" + text + "\"}";
    }

    /** What the data of a full snapshot of this page becomes. */
    private static String snapshot(Firewall firewall, String node) throws Exception {
        String once = firewall.event(
                recording(item(2, JsonNodeFactory.instance.textNode(packed("{\"node\":" + node + "}")))));
        assertThat(firewall.event(once)).isEqualTo(once);
        return unpacked(recorded(once).get("data").asText());
    }

    @Test
    void a_clean_recording_stays_byte_for_byte() throws Exception {
        String event = recording(item(2, JsonNodeFactory.instance.textNode(packed("{\"node\":{\"id\":1}}"))));

        assertThat(firewall.event(event)).isEqualTo(event);
    }

    @Test
    void a_scrubbed_recording_is_not_touched_again() throws Exception {
        String once = firewall.event(recording(item(2, JsonNodeFactory.instance.textNode(packed(PERSONAL)))));

        assertThat(firewall.event(once)).isEqualTo(once);
    }

    @Test
    void the_version_may_stand_before_or_after_the_data() throws Exception {
        ObjectNode item = JSON.createObjectNode();
        item.put("cv", "2024-10").put("data", packed(PERSONAL)).put("type", 2);

        assertThat(unpacked(
                        recorded(firewall.event(recording(item))).get("data").asText()))
                .doesNotContain("ana@");
    }

    @Test
    void an_unknown_version_withholds_the_event() {
        ObjectNode item = item(2, JsonNodeFactory.instance.textNode(packed(PERSONAL)));
        item.put("cv", "2031-01");

        assertWithheld(recording(item));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not gzip", "\u001f\u008bbroken", "\u001f\u008b\u2603"})
    void data_that_cannot_be_unpacked_withholds_the_event(String data) {
        assertWithheld(recording(item(2, JsonNodeFactory.instance.textNode(data))));
    }

    @Test
    void packed_data_that_is_no_json_withholds_the_event() {
        assertWithheld(recording(item(2, JsonNodeFactory.instance.textNode(packed("{\"a\":")))));
    }

    @Test
    void data_that_inflates_beyond_measure_withholds_the_event() {
        String bomb = packed("\"" + "a".repeat(8 << 20) + "\"");

        assertWithheld(recording(item(2, JsonNodeFactory.instance.textNode(bomb))));
    }

    private void assertWithheld(String event) {
        assertThatThrownBy(() -> firewall.event(event))
                .isInstanceOf(ScrubFailedException.class)
                .message()
                .doesNotContain("ana");
    }

    private static ObjectNode item(int type, JsonNode data) {
        ObjectNode item = JSON.createObjectNode();
        item.put("type", type).set("data", data);
        return item.put("cv", "2024-10");
    }

    private static String recording(ObjectNode item) {
        ObjectNode event = JSON.createObjectNode().put("event", "$snapshot");
        event.putObject("properties").putArray("$snapshot_data").add(item);
        return event.toString();
    }

    private static JsonNode recorded(String event) throws IOException {
        return JSON.readTree(event).get("properties").get("$snapshot_data").get(0);
    }

    private static String packed(String json) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static String unpacked(String packed) throws IOException {
        byte[] bytes = packed.getBytes(StandardCharsets.ISO_8859_1);
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
