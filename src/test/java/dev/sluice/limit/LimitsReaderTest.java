package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigurationException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsReaderTest {
    @Test
    void nothing_is_limited_where_nothing_is_said() {
        assertThat(LimitsReader.read(Optional.empty()).isNone()).isTrue();
        assertThat(Limits.of("scrub: {ip: drop}\n").isNone()).isTrue();
        assertThat(Limits.of("limits: {events_per_second: unlimited}\n").isNone())
                .isTrue();
    }

    @Test
    void the_limits_at_the_top_hold_for_each_project() {
        LimitSet limits = Limits.of("""
                limits: {events_per_second: 5000, burst: 20000, per_sender: {events_per_second: 0.5}}
                """);

        assertThat(limits.isNone()).isFalse();
        assertThat(limits.of("shop").project()).isEqualTo(new Rate(5000, 20000));
        // Without a word about it, the burst is that of ten seconds.
        assertThat(limits.of("shop").sender()).isEqualTo(new Rate(0.5, 5));
    }

    @Test
    void a_project_says_what_is_different_for_it() {
        LimitSet limits = Limits.of("""
                limits: {events_per_second: 5000, burst: 20000, per_sender: {events_per_second: 100}}
                projects:
                  - {name: shop, token: phc_a, limits: {events_per_second: 10}}
                  - {name: blog, token: phc_b, limits: {per_sender: {events_per_second: unlimited}}}
                """);

        assertThat(limits.of("shop")).isEqualTo(new ProjectLimits(new Rate(10, 100), new Rate(100, 1000)));
        assertThat(limits.of("blog")).isEqualTo(new ProjectLimits(new Rate(5000, 20000), Rate.UNLIMITED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limits: 5                                              | sluice.yaml:1:9: "limits" must be a mapping of keys to values
            limits: {events_per_secnd: 5}                          | sluice.yaml:1:10: the key "events_per_secnd" is not known; the nearest is "events_per_second"
            limits: {events_per_second: 0}                         | sluice.yaml:1:29: "events_per_second" takes a number from 0.001 on, or unlimited
            limits: {events_per_second: NaN}                       | sluice.yaml:1:29: "events_per_second" takes a number from 0.001 on, or unlimited
            limits: {events_per_second: many}                      | sluice.yaml:1:29: "events_per_second" takes a number from 0.001 on, or unlimited
            limits: {events_per_second: 5, burst: 0.5}             | sluice.yaml:1:39: "burst" takes a number from 1 on
            limits: {burst: 5}                                     | sluice.yaml:1:17: "burst" says nothing without "events_per_second" beside it
            limits: {per_sender: {per_sender: {}}}                 | sluice.yaml:1:23: the key "per_sender" is not known; the nearest is "burst"
            """)
    void a_mistake_is_named_with_its_place(String yaml, String message) {
        assertThatThrownBy(() -> Limits.of(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }
}
