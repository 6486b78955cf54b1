package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told 429 and who 503; the user agents are those of the recorded traffic. */
class SlowdownTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            posthog-node/5.70.0           | -                    | -    | 429
            posthog-python/7.53.0         | -                    | -    | 429
            posthog-go/1.23.1             | -                    | -    | 429
            posthog-server/2.3.3          | -                    | -    | 503
            posthog-android/3.9.0         | -                    | -    | 503
            curl/8.5.0                    | -                    | -    | 503
            -                             | -                    | -    | 503
            Mozilla/5.0 (X11; Linux)      | https://shop.example | cors | 503
            Mozilla/5.0 (X11; Linux)      | -                    | -    | 503
            posthog-node/5.70.0           | https://shop.example | -    | 503
            posthog-node/5.70.0           | -                    | cors | 503
            """)
    void browsers_and_strangers_are_told_503(String userAgent, String origin, String fetchMode, int status) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        put(headers, "User-Agent", userAgent);
        put(headers, "Origin", origin);
        put(headers, "Sec-Fetch-Mode", fetchMode);

        assertThat(Slowdown.status(headers)).isEqualTo(status);
    }

    private static void put(MultiMap headers, String name, String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }
}
