package dev.sluice.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of Sentry's documentation; {@code ~} stands for a line feed. */
class EnvelopeReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|",
                "{}~|",
                "{}~~|",
                "{}~{\"type\":\"a\"}~one|one",
                "{}~{\"type\":\"a\"}~one~|one",
                "{}~{\"type\":\"a\"}~one~~|one",
                "{}~{\"type\":\"a\"}~one~{\"type\":\"b\"}~two|one,two",
                "{}~{\"type\":\"a\",\"length\":3}~one~{\"type\":\"b\"}~two|one,two",
                "{}~{\"type\":\"a\",\"length\":7}~one~two~{\"type\":\"b\"}~three|one;two,three",
                "{}~{\"type\":\"a\",\"length\":0}~~{\"type\":\"b\"}~two|'',two",
                "{}~{\"type\":\"a\",\"length\":0}|''",
                "{}~{\"type\":\"a\",\"length\":0}~|''",
                "{}~{\"type\":\"a\",\"length\":3}~one|one",
                "{}~{\"length\" : 3 , \"type\":\"a\"}~one|one",
                " {} ~ {\"type\":\"a\"}~one|one",
                "{}~{\"t\\u0079pe\":\"a\"}~one|one"
            })
    void payloads_end_where_sentry_says(String envelope, String payloads) throws Exception {
        List<String> read = EnvelopeReader.read(bytes(envelope)).items().stream()
                .map(item -> new String(item.payload(), UTF_8).replace('\n', ';'))
                .toList();

        assertThat(String.join(",", read)).isEqualTo(payloads == null ? "" : payloads.replace("''", ""));
    }

    @Test
    void a_carriage_return_belongs_to_the_payload() throws Exception {
        assertThat(EnvelopeReader.read(bytes("{}~{\"type\":\"a\"}~one\r~"))
                        .items()
                        .getFirst()
                        .payload())
                .isEqualTo(bytes("one\r"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "null",
                "[]",
                "{",
                "{}{}",
                "{}x",
                "not json~{}",
                "{\"a\":1,\"a\":2}",
                "{\"dsn\":\"a\",\"d\\u0073n\":\"b\"}",
                "{}~{}~one",
                "{}~{\"type\":1}~one",
                "{}~{\"type\":\"a\",\"length\":4}~one",
                "{}~{\"type\":\"a\",\"length\":2}~one",
                "{}~{\"type\":\"a\",\"length\":-1}~one",
                "{}~{\"type\":\"a\",\"length\":3.0}~one",
                "{}~{\"type\":\"a\",\"length\":\"3\"}~one",
                "{}~{\"type\":\"a\",\"length\":null}~one",
                "{}~{\"type\":\"a\",\"length\":4294967299}~one",
                "{}~{\"type\":\"a\",\"type\":\"b\"}~one",
                "{}~{\"type\":\"a\"}~one~~{\"type\":\"b\"}~two",
                "{}~one"
            })
    void what_is_no_envelope_is_refused(String envelope) {
        assertThatThrownBy(() -> EnvelopeReader.read(bytes(envelope))).isInstanceOf(MalformedEnvelopeException.class);
    }

    @Test
    void a_header_that_is_no_text_is_refused() {
        byte[] envelope = bytes("{\"a\":\"x\"}~");
        envelope[6] = (byte) 0xff;

        assertThatThrownBy(() -> EnvelopeReader.read(envelope)).isInstanceOf(MalformedEnvelopeException.class);
    }

    @Test
    void a_header_line_is_bounded() throws Exception {
        String most = "{\"a\":\"" + "x".repeat(HeaderLine.MAX_BYTES - 8) + "\"}";

        assertThat(EnvelopeReader.read(bytes(most + "~")).header().end()).isEqualTo(HeaderLine.MAX_BYTES);
        assertThatThrownBy(() -> EnvelopeReader.read(bytes(most.replace("x\"", "xx\"") + "~")))
                .isInstanceOf(MalformedEnvelopeException.class)
                .hasMessageContaining("64 KiB");
    }

    @Test
    void the_number_of_items_is_bounded() throws Exception {
        String item = "~{\"type\":\"a\"}~1";

        assertThat(EnvelopeReader.read(bytes("{}" + item.repeat(EnvelopeReader.MAX_ITEMS)))
                        .items())
                .hasSize(EnvelopeReader.MAX_ITEMS);
        assertThatThrownBy(() -> EnvelopeReader.read(bytes("{}" + item.repeat(EnvelopeReader.MAX_ITEMS + 1))))
                .isInstanceOf(MalformedEnvelopeException.class);
    }

    private static byte[] bytes(String envelope) {
        return envelope.replace('~', '\n').getBytes(UTF_8);
    }
}
