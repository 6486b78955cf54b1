package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedTextTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @ValueSource(strings = {"uuid", "timestamp", "session_id"})
    void an_address_that_somebody_took_for_an_id_goes(String key) throws Exception {
        assertThat(firewall.event("{\"event\":\"x\",\"" + key + "\":\"ana@example.com\",\"properties\":{}}"))
                .doesNotContain("ana@example.com");
    }

    @Test
    void also_where_sentry_links_by_it() throws Exception {
        assertThat(firewall.sentry("{\"event_id\":\"ana@example.com\",\"trace_id\":\"ana@example.com\"}"))
                .doesNotContain("ana@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop@1.2.3", "@acme/shop@1.2.3-beta.dev", "shop@v2.dev", "0123456789abcdef@"})
    void a_release_is_no_address(String release) throws Exception {
        String event = "{\"event_id\":\"0123456789abcdef0123456789abcdef\",\"release\":\"" + release + "\"}";

        assertThat(firewall.sentry(event)).isEqualTo(event);
    }

    @Test
    void in_place_of_an_id_of_otlp_nothing_else_is_let_through() throws Exception {
        assertThat(firewall.anything("{\"traceId\":[{\"id\":\"ana@example.com\"}],\"resourceSpans\":[]}"))
                .doesNotContain("ana@example.com");
        assertThat(firewall.anything("{\"resourceSpans\":[{\"traceId\":{\"a\":{\"b\":\"to ana@example.com\"}}}]}"))
                .doesNotContain("ana@example.com");
    }
}
