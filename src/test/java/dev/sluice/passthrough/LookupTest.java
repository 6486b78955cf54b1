package dev.sluice.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.Seeds;
import io.vertx.core.http.HttpMethod;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookupTest {
    @ParameterizedTest
    @CsvSource({
        "/flags, FLAGS",
        "/flags/, FLAGS",
        "/decide/, DECIDE",
        "/flags/definitions, FLAG_DEFINITIONS",
        "/api/feature_flag/local_evaluation, LOCAL_EVALUATION",
        "/api/feature_flag/local_evaluation/, LOCAL_EVALUATION",
        "/api/projects/@current/feature_flags/beta-banner/remote_config, FLAG_PAYLOAD",
        "/api/projects/@current/feature_flags/beta-banner/remote_config/, FLAG_PAYLOAD",
        "/api/environments/@current/llm_prompts/name/a%20b/, PROMPTS",
        "/array/phc_abc/config.js, ARRAY",
        "/array/phc_abc/config, ARRAY",
        "/static/recorder.js, STATIC",
        "/static/1.449.2/posthog-recorder.js, STATIC",
        "/api/surveys, SURVEYS",
        "/api/surveys/, SURVEYS",
        "/api/early_access_features/, EARLY_ACCESS_FEATURES",
        "/api/web_experiments/, WEB_EXPERIMENTS",
        "/api/product_tours/, PRODUCT_TOURS",
        "/site_app/7/phc_abc/hash/, SITE_APP",
        "/api/push_subscriptions/, PUSH_SUBSCRIPTIONS",
        "/api/conversations/v1/widget/messages, CONVERSATIONS"
    })
    void a_path_that_sdks_use_is_known_in_both_slash_forms(String path, Lookup expected) {
        assertThat(Lookup.of(path)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "flags/",
                "//flags/",
                "/flags//",
                "/Flags/",
                "/flags/definitions/more",
                "/static",
                "/static/",
                "/static/../api/users",
                "/static/./x.js",
                "/static/a//b.js",
                "/static/%2e%2e/x.js",
                "/static/a%2Fb.js",
                "/static/a%5cb.js",
                "/static/a%252e.js",
                "/static/a%00.js",
                "/static/a%C3%A9.js",
                "/static/é.js",
                "/static/a\\b.js",
                "/static/a;b.js",
                "/static/a%3fb.js",
                "/static/a%3",
                "/array/",
                "/api/users/@me/",
                "/api/projects/1/feature_flags/x/remote_config",
                "/api/projects/@current/feature_flags/remote_config",
                "/api/projects/@current/feature_flags/a/b/remote_config",
                "/api/conversations/v1/widget/",
                "/api/conversations/v2/widget/x",
                "/e/",
                "/batch/"
            })
    void any_other_path_is_not_passed_on(String path) {
        assertThat(Lookup.of(path)).isEmpty();
    }

    @Property(seed = Seeds.SUITE)
    void what_is_passed_on_has_no_segment_that_a_server_could_read_otherwise(
            @ForAll
                    @StringLength(max = 40)
                    @CharRange(from = ' ', to = 'z')
                    @Chars({'/', '.', '%', '\\', '2', 'f', 'e'})
                    String rest) {
        String path = "/static/" + rest;

        Lookup.of(path).ifPresent(lookup -> {
            String upstream = lookup.upstreamPath(path);
            assertThat(upstream).doesNotContain("//", "/../", "/./", "\\", "?", "#");
            assertThat(upstream.toLowerCase(java.util.Locale.ROOT)).doesNotContain("%2f", "%5c", "%2e", "%25", "%00");
        });
    }

    @Test
    void a_path_without_choice_is_asked_for_in_the_documented_form() {
        assertThat(Lookup.FLAGS.upstreamPath("/flags")).isEqualTo("/flags/");
        assertThat(Lookup.FLAG_DEFINITIONS.upstreamPath("/flags/definitions/")).isEqualTo("/flags/definitions");
        assertThat(Lookup.STATIC.upstreamPath("/static/a.js")).isEqualTo("/static/a.js");
    }

    @Test
    void each_lookup_takes_the_methods_of_its_sdks_only() {
        assertThat(Lookup.FLAGS.takes(HttpMethod.POST)).isTrue();
        assertThat(Lookup.FLAGS.takes(HttpMethod.GET)).isFalse();
        assertThat(Lookup.STATIC.takes(HttpMethod.POST)).isFalse();
        assertThat(Lookup.PUSH_SUBSCRIPTIONS.takes(HttpMethod.DELETE)).isTrue();
    }
}
