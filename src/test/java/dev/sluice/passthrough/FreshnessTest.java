package dev.sluice.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
    private static final Duration OTHERWISE = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=5|true|5",
                "public, Max-Age=5|true|5",
                "max-age=5, s-maxage=7|true|7",
                "public|true|60",
                "max-age=0|true|0",
                "no-cache|true|0",
                "no-cache, max-age=99|true|0",
                "no-store|false|60",
                "private, max-age=5|false|5",
                "max-age=-1|true|60",
                "max-age=99999999999999|true|60",
                "max-age=31536000|true|86400"
            })
    void the_answer_says_how_long_it_may_be_kept(String header, boolean mayStore, long seconds) {
        assertThat(Freshness.of(Optional.of(header), OTHERWISE))
                .isEqualTo(new Freshness(mayStore, Duration.ofSeconds(seconds)));
    }

    @Test
    void an_answer_that_says_nothing_gets_the_default() {
        assertThat(Freshness.of(Optional.empty(), OTHERWISE)).isEqualTo(new Freshness(true, OTHERWISE));
    }
}
