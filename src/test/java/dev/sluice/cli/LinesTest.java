package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
    @ParameterizedTest
    @CsvSource({"'',''", "a,a", "'a\n',a", "'a\nb','a,b'", "'a\r\nb\r\n','a,b'", "'\n\n',','"})
    void lines_end_with_or_without_a_sign(String text, String expected) throws IOException {
        assertThat(String.join(",", lines(text, 100))).isEqualTo(expected);
    }

    @Test
    void a_line_may_be_longer_than_the_buffer() throws IOException {
        String line = "x".repeat(200_000);

        assertThat(lines(line + "\nb", 300_000)).containsExactly(line, "b");
    }

    @Test
    void a_line_that_is_too_long_is_passed_over() throws IOException {
        assertThat(lines("a\n" + "x".repeat(200_000) + "\nb", 1000)).containsExactly("a", "(too long)", "b");
    }

    private static List<String> lines(String text, int maxBytes) throws IOException {
        var lines = new Lines(new ByteArrayInputStream(text.getBytes(UTF_8)), maxBytes);
        List<String> all = new ArrayList<>();
        while (lines.next()) {
            all.add(lines.isTooLong() ? "(too long)" : new String(lines.bytes(), UTF_8));
        }
        return all;
    }
}
