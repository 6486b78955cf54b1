package dev.sluice.scrub.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeccakTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            '', c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470
            'testing', 5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02
            """)
    void the_hash_is_the_one_from_before_the_standard(String text, String hash) {
        var keccak = new Keccak();
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        byte[] found = new byte[32];

        keccak.hash(message, message.length);
        for (int i = 0; i < found.length; i++) {
            found[i] = (byte) keccak.at(i);
        }

        assertThat(HexFormat.of().formatHex(found)).isEqualTo(hash);
    }
}
