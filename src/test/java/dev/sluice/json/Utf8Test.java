package dev.sluice.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.Seeds;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

    @Test
    void text_of_all_lengths_of_characters_is_valid() {
        byte[] text = "plain ascii over eight bytes é ☃ 🦔 \u0000".getBytes(StandardCharsets.UTF_8);

        assertThat(Utf8.firstInvalid(text, 0, text.length)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "61c0af, 1",
        "6161616161616161ff, 8",
        "eda080, 0",
        "f4908080, 0",
        "c3, 0",
        "e28261, 0",
        "80, 0",
        "e08080, 0",
        "f0808080, 0",
        "c3a9c1bf, 2"
    })
    void the_first_wrong_byte_is_named(String hex, int index) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(index);
    }

    @Property(seed = Seeds.SUITE)
    boolean agrees_with_the_platform_on_what_is_valid(@ForAll @Size(max = 24) byte[] bytes) {
        return (Utf8.firstInvalid(bytes, 0, bytes.length) < 0) == platformAccepts(bytes);
    }

    private static boolean platformAccepts(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
