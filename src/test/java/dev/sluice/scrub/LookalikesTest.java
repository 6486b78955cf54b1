package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookalikesTest {
    @Test
    void every_character_that_is_compatible_with_one_of_ascii_is_read_as_that() {
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            String form = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
            boolean isAscii = form.length() == 1 && form.charAt(0) > ' ' && form.charAt(0) < 0x7f;
            if (isAscii && !Character.isSurrogate((char) c)) {
                assertThat(Lookalikes.fold(c)).as(Integer.toHexString(c)).isEqualTo(form.charAt(0));
            }
        }
    }

    @Test
    void every_decimal_digit_is_read_as_one() {
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            if (Character.isDigit(c)) {
                assertThat(Lookalikes.fold(c)).isEqualTo('0' + Character.digit(c, 10));
            }
        }
    }

    @Test
    void letters_of_living_scripts_are_left_alone() {
        "äöüßéñçøåłżșığ你好電話サーバー한글привет мирελληνικά"
                .codePoints()
                .filter(c -> c >= 0x80)
                .forEach(c -> assertThat(Lookalikes.fold(c)).isEqualTo(c));
    }

    @ParameterizedTest
    @CsvSource({"раypal, paypal", "ΒΕ11 рin 9045, BE11 pin 9045", "ѕѕn, ssn", "ᴊᴀɴᴇ1, jane1"})
    void letters_of_other_scripts_are_read_as_latin_among_latin_ones(String text, String expected) {
        assertThat(read(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"рост и сорок слов", "Ελλάδα και νερό", "Grüße aus Łódź"})
    void prose_in_another_script_stays(String text) {
        assertThat(read(text)).isEqualTo(text);
    }

    private static String read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TextView source = TextView.ofDocument();
        source.show(bytes, 0, bytes.length);
        TextView into = TextView.scratch();
        boolean changed = Confusables.layer(source, 0, bytes.length, into);
        return changed ? new String(into.bytes, into.from, into.to - into.from, StandardCharsets.UTF_8) : text;
    }
}
