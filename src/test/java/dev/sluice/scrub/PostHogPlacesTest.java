package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a key stands decides what it means. */
class PostHogPlacesTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"token\":\"4111111111111111\"",
                "\"$session_id\":\"4111111111111111\"",
                "\"$insert_id\":\"4111111111111111\"",
                "\"$active_feature_flags\":[\"4111111111111111\"]",
                "\"$feature/4111111111111111\":\"4111111111111111\"",
                "\"$exception_fingerprint\":\"4111111111111111\"",
                "\"$raw_user_agent\":\"Bot/4111111111111111 (+4917612345678)\"",
                "\"$browser_version\":\"4111111111111111\"",
                "\"$geoip_latitude\":52.520008,\"$geoip_postal_code\":\"10115\"",
                "\"$set\":{\"$initial_geoip_latitude\":52.520008,\"$browser\":\"Chrome 4111111111111111\"}",
                "\"$exception_list\":[{\"stacktrace\":{\"frames\":[{\"function\":\"f4111111111111111\",\"lineno\":7,"
                        + "\"filename\":\"/app/4111111111111111/+4917612345678.js\"}]}}]",
                "\"$exception_list\":[{\"stacktrace\":{\"frames\":[{\"filename\":\"https://x.example/4111111111111111.js\","
                        + "\"mangled_name\":\"?pay4111111111111111@@YAXH@Z\"}]}}]"
            })
    void what_posthog_needs_stays(String properties) throws Exception {
        assertThat(firewall.properties(properties)).isEqualTo(properties);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"form\":{\"token\":\"4111111111111111\"}",
                "\"form\":{\"$raw_user_agent\":\"4111111111111111\"}",
                "\"$session_id\":{\"a\":\"4111111111111111\"}",
                "\"$active_feature_flags\":[{\"a\":\"4111111111111111\"}]",
                "\"frames\":[{\"filename\":\"4111111111111111\"}]",
                "\"$exception_list\":[{\"value\":\"4111111111111111\"}]",
                "\"$exception_list\":[{\"stacktrace\":{\"frames\":[{\"context_line\":\"4111111111111111\"}]}}]",
                "\"$exception_list\":[{\"stacktrace\":{\"frames\":[{\"code_variables\":{\"function\":\"4111111111111111\"}}]}}]",
                "\"$exception_steps\":[{\"message\":\"4111111111111111\"}]",
                "\"$ai_input\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"4111111111111111\"}]}]",
                "\"$ai_output_choices\":[{\"tool_calls\":[{\"function\":{\"arguments\":\"{\\\"n\\\":\\\"4111111111111111\\\"}\"}}]}]",
                "\"$csp_document_url\":\"https://x.example/4111111111111111\"",
                "\"$survey_response_2\":\"4111111111111111\"",
                "\"$elements\":[{\"attr__data-x\":\"4111111111111111\"}]"
            })
    void everything_else_is_searched(String properties) throws Exception {
        assertThat(firewall.properties(properties)).doesNotContain("4111111111111111");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"$raw_user_agent\":\"Bot (+https://x.example; a@example.com)\"|\"$raw_user_agent\":\"Bot (+https://x.example; [email])\"",
                "\"$exception_list\":[{\"stacktrace\":{\"frames\":[{\"filename\":\"https://x.example/a?token=abcdefgh\"}]}}]"
                        + "|\"$exception_list\":[{\"stacktrace\":{\"frames\":[{\"filename\":\"https://x.example/a?token=[removed]\"}]}}]",
                "\"$exception_list\":[{\"stacktrace\":{\"frames\":[{\"filename\":\"https://x.example/4111111111111111?card=4111111111111111#a@example.com\"}]}}]"
                        + "|\"$exception_list\":[{\"stacktrace\":{\"frames\":[{\"filename\":\"https://x.example/4111111111111111?card=[card]#[email]\"}]}}]",
                "\"$set\":{\"name\":\"Ana\"}|\"$set\":{\"name\":\"[name]\"}",
                "\"$heatmap_data\":{\"https://x.example/u/a@example.com\":[]}|\"$heatmap_data\":{\"https://x.example/u/[removed]\":[]}",
                "\"token_data\":{\"a\":1},\"credentials\":{\"email\":\"soon\",\"phone\":[\"mine\"]}"
                        + "|\"token_data\":{\"a\":1},\"credentials\":{\"email\":\"[removed]\",\"phone\":[\"[removed]\"]}",
                "\"client_ip\":\"of ana@example.com\"|\"client_ip\":\"of [email]\"",
                "\"plan\":{\"name\":\"Ana\"}|\"plan\":{\"name\":\"Ana\"}"
            })
    void each_place_follows_its_own_rules(String properties, String expected) throws Exception {
        assertThat(firewall.properties(properties)).isEqualTo(expected);
    }

    @Test
    void a_request_for_flags_knows_its_persons_and_groups() throws Exception {
        assertThat(
                        firewall.document(
                                "{\"token\":\"t\",\"person_properties\":{\"name\":\"Ana\",\"$os\":\"4111111111111111\"},"
                                        + "\"groups\":{\"company\":\"a@example.com\"},\"$anon_distinct_id\":\"a@example.com\"}"))
                .matches(
                        "\\{\"token\":\"t\",\"person_properties\":\\{\"name\":\"\\[name]\",\"\\$os\":\"4111111111111111\"},"
                                + "\"groups\":\\{\"company\":\"(email_[a-z]{28})\"},\"\\$anon_distinct_id\":\"\\1\"}");
    }

    @Test
    void pictures_in_prompts_are_left_alone() throws Exception {
        // Holds the digits of a card where a search would find them.
        String picture = "iVBORw0KGgo" + "AAAA/".repeat(60) + "+4111111111111111+" + "BBBB".repeat(40);
        String properties = "\"$ai_input\":[{\"content\":[{\"image_url\":{\"url\":\"data:image/png;base64," + picture
                + "\"}},{\"source\":{\"data\":\"" + picture + "\"}}]}]";

        assertThat(firewall.properties(properties)).isEqualTo(properties);
        assertThat(firewall.properties(properties.replace("BBBB\"", "BBBB a@example.com\"")))
                .doesNotContain("a@example.com");
    }

    @Test
    void white_space_around_an_identity_does_not_part_a_person_from_themselves() throws Exception {
        String event = "{\"event\":\"e\",\"distinct_id\":\"%s\",\"properties\":{\"$user_id\":\"ana@example.com\"}}";

        assertThat(firewall.event(event.formatted(" ana@example.com\\n")))
                .isEqualTo(firewall.event(event.formatted("ana@example.com")));
    }

    @Test
    void a_marker_names_no_value_beside_it() throws Exception {
        String properties = "\"field\":{\"id\":\"[card]\",\"value\":\"12\"}";

        assertThat(firewall.properties(properties)).contains(properties);
    }
}
