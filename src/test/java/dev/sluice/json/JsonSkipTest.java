package dev.sluice.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSkipTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"\"",
                "0",
                "-0.5e+10",
                "1E5",
                "true",
                "false",
                "null",
                "{\"a\":[1, {\"b\" : \"c\\u00e9\\n\"}]}",
                "[ ]",
                "{ }",
                "\"\\ud83d\"",
                "\"\\\"\\\\\\/\"",
                "\"漢字\"",
                "{\"a\":1,\"a\":2}"
            })
    void a_value_is_passed_over_to_its_end(String json) throws MalformedJsonException {
        byte[] document = (json + ",rest").getBytes(StandardCharsets.UTF_8);

        int end = JsonSkip.value(document, 0, document.length);

        assertThat(end).isEqualTo(document.length - ",rest".length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[",
                "\"",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[1,]",
                "[1 2]",
                "{a:1}",
                "'a'",
                "tru",
                "nul",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12",
                "\"a\nb\"",
                "\"a\tb\"",
                "]",
                "NaN"
            })
    void what_is_no_json_is_refused(String json) {
        byte[] document = json.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> JsonSkip.value(document, 0, document.length))
                .isInstanceOf(MalformedJsonException.class);
        assertThat(JsonSkip.isValue(document, 0, document.length)).isFalse();
    }

    @Test
    void a_leading_zero_ends_the_number() throws MalformedJsonException {
        assertThat(JsonSkip.number("012".getBytes(StandardCharsets.US_ASCII), 0, 3))
                .isEqualTo(1);
    }

    @Test
    void nesting_is_followed_to_the_limit_and_not_further() {
        byte[] allowed = nested(JsonSkip.MAX_DEPTH);
        byte[] deeper = nested(JsonSkip.MAX_DEPTH + 1);

        assertThat(JsonSkip.isValue(allowed, 0, allowed.length)).isTrue();
        assertThat(JsonSkip.isValue(deeper, 0, deeper.length)).isFalse();
    }

    @Test
    void the_message_tells_the_place_and_nothing_of_the_document() {
        byte[] document = "{\"secret\":jane@example.com}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> JsonSkip.value(document, 0, document.length))
                .hasMessage("not a JSON value at byte 10")
                .message()
                .doesNotContain("jane");
    }

    private static byte[] nested(int depth) {
        return ("[".repeat(depth) + "]".repeat(depth)).getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "7", "42", "1234567", "12345678", "123456789012", "-5", "1.5", "10e3", "9007199254740993"})
    void a_number_ends_where_it_ends_whatever_comes_after_it(String number) throws MalformedJsonException {
        for (String rest :
                new String[] {",", "}", "]", " ,", ",\"a\":\"b\"", "}}}}}}}}}}", ",\u00e9\u00e9\u00e9\u00e9"}) {
            byte[] document = (number + rest).getBytes(StandardCharsets.UTF_8);

            assertThat(JsonSkip.number(document, 0, document.length)).as(rest).isEqualTo(number.length());
        }
        byte[] alone = number.getBytes(StandardCharsets.UTF_8);
        assertThat(JsonSkip.number(alone, 0, alone.length)).isEqualTo(number.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "}", "-", ".5", "a", "\u00e9", "1.,", "1e}"})
    void what_is_no_number_is_refused(String text) {
        byte[] document = (text + ",\"a\":12").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> JsonSkip.number(document, 0, document.length))
                .isInstanceOf(MalformedJsonException.class);
    }
}
