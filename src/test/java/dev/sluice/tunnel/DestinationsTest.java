package dev.sluice.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.SentryDsn;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {
    private static final String DSN = "https://key@o1.ingest.sentry.example/42";

    private final Destinations destinations = of(DSN, "http://key@sentry.example:9000/under/path/7");

    @ParameterizedTest
    @ValueSource(
            strings = {
                DSN,
                "https://key:secret@o1.ingest.sentry.example/42",
                "https://key@O1.Ingest.SENTRY.example/42",
                "https://key@o1.ingest.sentry.example:443/42"
            })
    void spellings_of_one_dsn_are_the_same(String dsn) {
        assertThat(destinations.byDsn(dsn)).hasValueSatisfying(found -> {
            assertThat(found.name()).isEqualTo("tunnel-42");
            assertThat(found.envelopeAddress()).isEqualTo("https://o1.ingest.sentry.example/api/42/envelope/");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://other@o1.ingest.sentry.example/42",
                "http://key@o1.ingest.sentry.example/42",
                "https://key@o1.ingest.sentry.example:8443/42",
                "https://key@o1.ingest.sentry.example/43",
                "https://key@o1.ingest.sentry.example/x/42",
                "https://key@o1.ingest.sentry.example//42",
                "https://key@o1.ingest.sentry.example/%34%32",
                "https://key@o1.ingest.sentry.example/42/",
                "https://key@o1.ingest.sentry.example/42?x=1",
                "https://key@o1.ingest.sentry.example/42#x",
                "https://key@o1.ingest.sentry.example./42",
                "https://key@o1.ingest.sentry.example@evil.example/42",
                "https://key@evil.example/42",
                "https://key@evil.example#@o1.ingest.sentry.example/42",
                "https://key@evil.example\\@o1.ingest.sentry.example/42",
                "https://[::1]/42",
                "https://key@[::1]/42",
                "https://KEY@o1.ingest.sentry.example/42",
                "//key@o1.ingest.sentry.example/42",
                "http://key@sentry.example:9000/42",
                "http://key@sentry.example:9000/under/path/../7"
            })
    void any_other_is_none(String dsn) {
        assertThat(destinations.byDsn(dsn)).isEmpty();
    }

    @Test
    void a_server_below_a_path_is_found_there() {
        assertThat(destinations.byDsn("http://key@sentry.example:9000/under/path/7"))
                .map(Destination::envelopeAddress)
                .hasValue("http://sentry.example:9000/under/path/api/7/envelope/");
    }

    @Test
    void equal_numbers_on_two_servers_have_names_that_do_not_depend_on_their_order() {
        String other = "https://key@o2.ingest.sentry.example/42";
        Destinations one = of(DSN, other);
        Destinations two = of(other, DSN);

        assertThat(one.all())
                .extracting(Destination::name)
                .doesNotHaveDuplicates()
                .allMatch(n -> n.startsWith("tunnel-42-"));
        assertThat(one.byDsn(DSN).map(Destination::name))
                .isEqualTo(two.byDsn(DSN).map(Destination::name));
    }

    @Test
    void a_dsn_that_stands_there_twice_counts_once() {
        assertThat(of(DSN, DSN.replace("key@", "key:secret@")).all()).hasSize(1);
    }

    /** Seen on the wire: the SDK of version 11 posted to {@code /1g4n37i} (recording 067). */
    @Test
    void the_path_that_the_sdk_derives_is_found() {
        assertThat(DerivedPath.of(SentryCaptures.DSN)).isEqualTo("1g4n37i");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tunnel", "/tunnel/", "/1g4n37i", "/1g4n37i/", "/ingest/tunnel", "/ingest/1g4n37i/"})
    void these_paths_take_envelopes(String path) {
        assertThat(new TunnelPaths(of(SentryCaptures.DSN)).contains(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "",
                "/tunne",
                "/tunnel//",
                "//tunnel",
                "/tunnels",
                "/tunnel/x",
                "/admin/tunnel",
                "/static/tunnel",
                "/a/b/tunnel",
                "/q/tunnel",
                "/1g4n37j"
            })
    void others_do_not(String path) {
        assertThat(new TunnelPaths(of(SentryCaptures.DSN)).contains(path)).isFalse();
    }

    @Test
    void without_a_dsn_there_is_no_tunnel() {
        assertThat(new TunnelPaths(of()).contains("/tunnel")).isFalse();
    }

    private static Destinations of(String... dsns) {
        return Destinations.of(
                Arrays.stream(dsns)
                        .map(dsn -> SentryDsn.parse(dsn).orElseThrow())
                        .toList(),
                dsn -> "shop");
    }
}
