package dev.sluice.capture;

import static dev.sluice.capture.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private final Envelope envelope = new Envelope();

    @Test
    void a_single_event_is_one() throws Exception {
        String event = "{\"event\":\"a\",\"properties\":{\"x\":[1,2],\"token\":\"phc_a\"}}";

        assertThat(events("  " + event + "\n")).containsExactly(event);
        assertThat(envelope.token()).isEqualTo("phc_a");
        assertThat(envelope.isHistorical()).isFalse();
        assertThat(envelope.sentAt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "$token", "api_key", "\\u0074oken"})
    void a_token_stands_at_the_top_of_an_event_too(String key) throws Exception {
        events("{\"" + key + "\":\"phc_a\",\"properties\":{\"token\":\"not the token\"}}");

        assertThat(envelope.token()).isEqualTo("phc_a");
    }

    @Test
    void an_array_has_the_one_token_of_its_events() throws Exception {
        assertThat(events("[{\"event\":\"a\"} , {\"properties\":{\"token\":\"phc_a\"}},{\"api_key\":\"phc_a\"}]"))
                .hasSize(3);
        assertThat(envelope.token()).isEqualTo("phc_a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"api_key\":\"phc_a\",\"historical_migration\":true,\"batch\":[{\"a\":1},{\"token\":\"phc_b\"}],\"sent_at\":\"2026-11-22T16:36:50.714Z\"}",
                "{\"sent_at\":\"2026-11-22T16:36:50.714Z\",\"batch\":[{\"a\":1},{\"token\":\"phc_b\"}],\"token\":\"phc_a\",\"historical_migration\":true}"
            })
    void a_batch_says_everything_once(String json) throws Exception {
        assertThat(events(json)).containsExactly("{\"a\":1}", "{\"token\":\"phc_b\"}");
        assertThat(envelope.token()).isEqualTo("phc_a");
        assertThat(envelope.isHistorical()).isTrue();
        assertThat(envelope.sentAt()).isEqualTo(new ParsedTime(1_795_365_410L, 714_000_000, 3, true));
    }

    @Test
    void a_batch_without_a_token_has_that_of_its_events() throws Exception {
        events("{\"batch\":[{\"properties\":{\"token\":\"phc_a\"}},7]}");

        assertThat(envelope.token()).isEqualTo("phc_a");
    }

    @Test
    void what_an_event_says_of_the_request_is_not_believed() throws Exception {
        events("{\"token\":\"phc_a\",\"sent_at\":\"2026-11-22T16:36:50.714Z\",\"historical_migration\":true}");

        assertThat(envelope.sentAt()).isNull();
        assertThat(envelope.isHistorical()).isFalse();
    }

    @Test
    void one_envelope_is_good_for_many_bodies() throws Exception {
        events(
                "{\"api_key\":\"phc_a\",\"historical_migration\":true,\"batch\":[{},{}],\"sent_at\":\"2026-11-22T16:36:50Z\"}");
        events("[{\"token\":\"phc_b\"}]");

        assertThat(envelope.count()).isEqualTo(1);
        assertThat(envelope.token()).isEqualTo("phc_b");
        assertThat(envelope.isHistorical()).isFalse();
        assertThat(envelope.sentAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                          | EMPTY_BATCH",
                "{\"api_key\":\"phc_a\",\"batch\":[]}                        | EMPTY_BATCH",
                "{\"event\":\"a\"}                                           | MISSING_TOKEN",
                "[1,2]                                                       | MISSING_TOKEN",
                "[{\"token\":\"phc_a\"},{\"token\":\"phc_b\"}]               | DIFFERENT_TOKENS",
                "[{\"token\":\"phc_a\"},{\"properties\":{\"token\":\"b\"}}]  | DIFFERENT_TOKENS",
                "{\"token\":\"phx_secret\"}                                  | INVALID_TOKEN",
                "{\"token\":\"phs_secret\"}                                  | INVALID_TOKEN",
                "{\"token\":\"\"}                                            | INVALID_TOKEN",
                "{\"token\":5}                                               | INVALID_TOKEN",
                "{\"token\":\"phc_é\"}                                       | INVALID_TOKEN",
                "{\"token\":\"phc_\\u0000\"}                                 | INVALID_TOKEN",
                "{\"token\":\"a2345678901234567890123456789012345678901234567890123456789012345\"} | INVALID_TOKEN",
                "7                                                           | MALFORMED_BODY",
                "\"text\"                                                    | MALFORMED_BODY",
                "nonsense                                                    | MALFORMED_BODY",
            })
    void a_request_without_a_use_is_refused(String json, Refusal refusal) {
        assertThat(refused(json).refusal()).isEqualTo(refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"event\":}                  | 9",
                "{\"a\":1,}                    | 7",
                "{\"a\" 1}                     | 5",
                "[{\"a\":1} {\"b\":2}]         | 9",
                "[{\"a\":1},]                  | 9",
                "{\"a\":1} x                   | 8",
                "{\"a\":{\"b\":tru}}           | 10",
                "{\"batch\":[{\"a\":1},{\"a\" | 24",
            })
    void a_mistake_is_reported_with_its_place(String json, int offset) {
        CaptureException why = refused(json);

        assertThat(why.refusal()).isEqualTo(Refusal.MALFORMED_BODY);
        assertThat(why.sentence()).matches(".*at byte \\d+ of.*");
        int at = Integer.parseInt(why.sentence().replaceAll(".*at byte (\\d+) of.*", "$1"));
        assertThat(at).isBetween(offset - 3, offset + 1);
    }

    @Test
    void places_are_counted_from_the_start_of_the_text() {
        byte[] bytes = utf8("12345[1");

        CaptureException why = catchThrowableOfType(
                CaptureException.class, () -> envelope.read(new ByteRange(bytes, 5, bytes.length)));

        assertThat(why.sentence()).contains("byte 2 ");
    }

    @Test
    void nesting_has_an_end() {
        String deep = "{\"token\":\"phc_a\",\"properties\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThat(refused(deep).refusal()).isEqualTo(Refusal.MALFORMED_BODY);
    }

    private List<String> events(String json) throws CaptureException {
        byte[] bytes = utf8(json);
        envelope.read(ByteRange.of(bytes));
        List<String> events = new ArrayList<>();
        for (int i = 0; i < envelope.count(); i++) {
            events.add(
                    new String(bytes, envelope.start(i), envelope.end(i) - envelope.start(i), StandardCharsets.UTF_8));
        }
        return events;
    }

    private CaptureException refused(String json) {
        return catchThrowableOfType(CaptureException.class, () -> events(json));
    }
}
