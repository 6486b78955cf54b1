package dev.sluice.scrub.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Hex;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void hexadecimal_digits_are_told_from_all_other_bytes_at_every_place() {
        for (int place = 0; place < 8; place++) {
            for (int other = 0; other < 256; other++) {
                byte[] b = "0aF9fA1b".getBytes(StandardCharsets.US_ASCII);
                b[place] = (byte) other;

                assertThat(Words.areHex(Words.at(b, 0)))
                        .as("%d at %d", other, place)
                        .isEqualTo(Hex.digit((byte) other) >= 0);
            }
        }
    }

    @Test
    void a_mask_is_as_long_as_it_says() {
        assertThat(Words.mask(-3)).isZero();
        assertThat(Words.mask(0)).isZero();
        assertThat(Words.mask(1)).isEqualTo(0xffL);
        assertThat(Words.mask(7)).isEqualTo(0xffffffffffffffL);
        assertThat(Words.mask(8)).isEqualTo(-1L);
        assertThat(Words.mask(20)).isEqualTo(-1L);
    }
}
