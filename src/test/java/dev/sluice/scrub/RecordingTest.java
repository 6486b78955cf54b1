package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

        assertThat(unpacked(scrubbed.get(part).asText())).matches("\\[\\{\"value\":\"email_[a-z]{28}\"}]");
        assertThat(scrubbed.get("source").asInt()).isZero();
    }

    @Test
    void what_is_typed_is_scrubbed() throws Exception {
        ObjectNode data = JSON.createObjectNode().put("source", 5).put("text", "4242 4242 4242 4242");

        assertThat(recorded(firewall.event(recording(item(3, data))))
                        .get("data")
                        .get("text")
                        .asText())
                .isEqualTo("[card]");
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
