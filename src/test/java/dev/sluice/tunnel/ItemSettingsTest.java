package dev.sluice.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemSettingsTest {
    private static final String SDK = "\"sdk\":{\"settings\":{\"infer_ip\":\"never\"}}";
    private static final String SESSION = "01a2b3c4-0000-7000-8000-0123456789ab";
    private static final Stamps STAMPS = new Stamps(Optional.of(SESSION), Optional.of("\"p\""));

    private final ItemSettings settings = new ItemSettings();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "event|{}|{" + SDK + "}",
                "event|{\"a\":1}|{" + SDK + ",\"a\":1}",
                "event|{\"sdk\":null}|{" + SDK + "}",
                "event|{\"sdk\":{}}|{" + SDK + "}",
                "event|{\"sdk\":{\"name\":\"n\"}}|{\"sdk\":{\"settings\":{\"infer_ip\":\"never\"},\"name\":\"n\"}}",
                "transaction|{\"sdk\":{\"settings\":{\"infer_ip\":\"auto\"}}}|{" + SDK + "}",
                "feedback|{\"sdk\":{\"settings\":7}}|{" + SDK + "}",
                "replay_event|{\"sdk\":{\"settings\":{}}}|{" + SDK + "}",
                "event|{\"user\":{\"ip_address\":\"{{auto}}\"}," + SDK + "}|{\"user\":{}," + SDK + "}",
                "event|{\"user\":{\"id\":1,\"ip_address\":\"{{auto}}\"}," + SDK + "}|{\"user\":{\"id\":1}," + SDK + "}",
                "event|{\"user\":{\"ip_address\":\"{{auto}}\" , \"id\":1}," + SDK + "}|{\"user\":{\"id\":1}," + SDK
                        + "}",
                "session|{\"attrs\":{\"a\":1,\"ip_address\":\"{{auto}}\",\"b\":2}}|{\"attrs\":{\"a\":1,\"b\":2}}",
                "session|{\"x\":\"{{auto}}\",\"y\":\"{{auto}}\",\"z\":\"{{auto}}\"}|{}",
                "session|{\"x\":\"{{auto}}\",\"y\":1,\"z\":\"{{auto}}\"}|{\"y\":1}",
                "session|{\"x\":{\"value\":\"{{auto}}\",\"type\":\"string\"},\"y\":[{\"z\":\"{{auto}}\"}]}|{\"y\":[{}]}",
                "session|{\"x\":{\"y\":{\"value\":\"{{auto}}\"}}}|{\"x\":{}}",
                "log|{\"items\":[]}|{\"ingest_settings\":{\"infer_ip\":\"never\"},\"items\":[]}",
                "span|{\"ingest_settings\":{\"infer_ip\":\"auto\",\"infer_user_agent\":\"auto\"},\"items\":[]}"
                        + "|{\"ingest_settings\":{\"infer_ip\":\"never\",\"infer_user_agent\":\"auto\"},\"items\":[]}",
                "trace_metric|{\"ingest_settings\":[],\"items\":[]}|{\"ingest_settings\":{\"infer_ip\":\"never\"},\"items\":[]}",
                "span|{\"description\":\"alone\"}|{\"description\":\"alone\"}",
                "check_in|{\"status\":\"ok\"}|{\"status\":\"ok\"}"
            })
    void sentry_is_told_not_to_look_for_the_address(String type, String payload, String expected) throws Exception {
        assertThat(written(type, payload, false, Stamps.NONE)).isEqualTo(expected);
        assertThat(written(type, expected, false, Stamps.NONE)).isEqualTo(expected);
    }

    @Test
    void where_the_configuration_tells_the_address_nothing_is_written() throws Exception {
        String payload = "{\"user\":{\"ip_address\":\"{{auto}}\"}}";

        assertThat(written("event", payload, true, Stamps.NONE)).isEqualTo(payload);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "event|{}|{\"tags\":{\"posthog_session_id\":\"S\",\"posthog_distinct_id\":\"p\"}}",
                "event|{\"tags\":{}}|{\"tags\":{\"posthog_session_id\":\"S\",\"posthog_distinct_id\":\"p\"}}",
                "feedback|{\"tags\":{\"a\":\"b\"}}|{\"tags\":{\"posthog_session_id\":\"S\",\"posthog_distinct_id\":\"p\",\"a\":\"b\"}}",
                "event|{\"tags\":{\"posthog_session_id\":\"x\"}}|{\"tags\":{\"posthog_distinct_id\":\"p\",\"posthog_session_id\":\"x\"}}",
                "transaction|{\"tags\":[]}|{\"tags\":[[\"posthog_session_id\",\"S\"],[\"posthog_distinct_id\",\"p\"]]}",
                "event|{\"tags\":null}|{\"tags\":null}",
                "span|{\"items\":[{\"attributes\":{}},7,{}]}|{\"items\":[{\"attributes\":{\"posthog_session_id\":{\"value\":\"S\","
                        + "\"type\":\"string\"},\"posthog_distinct_id\":{\"value\":\"p\",\"type\":\"string\"}}},7,{}]}",
                "session|{\"sid\":\"1\"}|{\"sid\":\"1\"}"
            })
    void posthogs_session_is_stamped(String type, String payload, String expected) throws Exception {
        assertThat(written(type, payload, true, STAMPS)).isEqualTo(expected.replace("\"S\"", '"' + SESSION + '"'));
    }

    @Test
    void many_items_take_no_more_than_their_share() throws Exception {
        String payload =
                "{\"items\":[" + "{\"attributes\":{}},".repeat(50_000) + "{\"attributes\":{\"ip\":\"{{auto}}\"}}]}";

        String written = written("span", payload, false, STAMPS);

        assertThat(new ObjectMapper().readTree(written).get("items")).hasSize(50_001);
    }

    @Test
    void deep_documents_are_walked_once() throws Exception {
        String payload = "{\"a\":".repeat(400) + "\"" + "x".repeat(1 << 20) + "{{auto}}\"" + "}".repeat(400);
        String auto = payload.replace("\"" + "x".repeat(1 << 20) + "{{auto}}\"", "\"{{auto}}\"");

        assertThat(written("session", payload, false, Stamps.NONE)).isEqualTo(payload);
        assertThat(written("session", auto, false, Stamps.NONE))
                .isEqualTo("{\"a\":".repeat(399) + "{}" + "}".repeat(399));
    }

    private String written(String type, String payload, boolean tellsVisitor, Stamps stamps) throws Exception {
        byte[] written = settings.write(ItemType.of(type).orElseThrow(), payload.getBytes(UTF_8), tellsVisitor, stamps);
        return new String(written, UTF_8);
    }
}
