package dev.sluice.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamHeadersTest {
    @Test
    void nothing_of_the_visitor_goes_up_but_what_is_listed() {
        MultiMap sent = headers()
                .add("Cookie", "session=1")
                .add("Authorization", "Bearer user-token")
                .add("Referer", "https://shop.example.com/?email=a")
                .add("Origin", "https://shop.example.com")
                .add("X-Forwarded-For", "203.0.113.7")
                .add("Forwarded", "for=203.0.113.7")
                .add("X-Real-IP", "203.0.113.7")
                .add("Baggage", "user=1")
                .add("User-Agent", "agent")
                .add("Accept-Language", "en")
                .add("X-Conversations-Token", "widget");

        assertThat(UpstreamHeaders.personal(Lookup.CONVERSATIONS, sent))
                .containsOnlyKeys("user-agent", "accept-language", "x-conversations-token", "accept-encoding");
    }

    @Test
    void a_shared_question_holds_nothing_of_whoever_asked() {
        assertThat(UpstreamHeaders.shared("gzip", Optional.of("\"v1\"")))
                .containsOnlyKeys("accept", "accept-encoding", "if-none-match");
    }

    @Test
    void a_backend_s_secret_goes_up_on_the_reads_that_need_it() {
        MultiMap sent = headers().add("Authorization", "Bearer phx_secret");

        assertThat(UpstreamHeaders.personal(Lookup.FLAG_DEFINITIONS, sent))
                .containsEntry("authorization", "Bearer phx_secret");
        assertThat(UpstreamHeaders.personal(Lookup.LOCAL_EVALUATION, sent)).containsKey("authorization");
        assertThat(UpstreamHeaders.personal(Lookup.FLAG_PAYLOAD, sent)).containsKey("authorization");
        assertThat(UpstreamHeaders.personal(Lookup.FLAGS, sent)).doesNotContainKey("authorization");
        assertThat(UpstreamHeaders.personal(Lookup.CONVERSATIONS, sent)).doesNotContainKey("authorization");
    }

    @ParameterizedTest
    @CsvSource({"Origin, null", "Cookie, a=b"})
    void a_secret_from_a_browser_stays_here(String header, String value) {
        MultiMap sent = headers().add("Authorization", "Bearer phs_secret").add(header, value);

        assertThat(UpstreamHeaders.personal(Lookup.FLAG_DEFINITIONS, sent)).doesNotContainKey("authorization");
    }

    @Test
    void an_authorization_that_is_not_posthog_s_stays_here() {
        MultiMap sent = headers().add("Authorization", "Bearer eyJhbGciOi");

        assertThat(UpstreamHeaders.personal(Lookup.FLAG_DEFINITIONS, sent)).doesNotContainKey("authorization");
    }

    @Test
    void an_answer_never_sets_a_cookie_or_a_policy() {
        MultiMap answered = headers()
                .add("Set-Cookie", "a=b")
                .add("Access-Control-Allow-Origin", "*")
                .add("Server", "envoy")
                .add("Content-Type", "application/json")
                .add("ETag", "\"v1\"");

        assertThat(UpstreamHeaders.ofAnswer(answered)).containsOnlyKeys("content-type", "etag");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br|true",
                "br, GZIP;q=0.5|true",
                "gzip;q=0|false",
                "gzip; q=0.000|false",
                "identity|false",
                "x-gzip|false"
            })
    void gzip_is_for_those_who_accept_it(String header, boolean accepted) {
        assertThat(UpstreamHeaders.acceptsGzip(headers().add("Accept-Encoding", header)))
                .isEqualTo(accepted);
    }

    private static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap();
    }
}
