package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventScrubberTest {
    private static final String EMAIL_TOKEN = "email_[a-z]{28}";

    private final Firewall firewall = new Firewall();

    @Test
    void fields_are_found_at_the_top_and_in_the_properties() throws Exception {
        String json = "{ \"\\u0065vent\" : \"a\", \"uuid\":\"u\",\"properties\":{\"token\":\"phc_x\",\"distinct_id\":7,"
                + "\"nested\":{\"$time\":1,\"uuid\":\"no\"},\"$session_id\":\"s\"},\"offset\":-5}";

        firewall.event(json);

        assertThat(raw(json, Field.EVENT)).isEqualTo("\"a\"");
        assertThat(raw(json, Field.UUID)).isEqualTo("\"u\"");
        assertThat(raw(json, Field.PROPERTIES_TOKEN)).isEqualTo("\"phc_x\"");
        assertThat(raw(json, Field.PROPERTIES_DISTINCT_ID)).isEqualTo("7");
        assertThat(raw(json, Field.PROPERTIES_SESSION_ID)).isEqualTo("\"s\"");
        assertThat(raw(json, Field.OFFSET)).isEqualTo("-5");
        assertThat(raw(json, Field.PROPERTIES)).startsWith("{\"token\"").endsWith("\"s\"}");
        assertThat(firewall.scanned().has(Field.PROPERTIES_TIME)).isFalse();
        assertThat(firewall.scanned().has(Field.TOKEN)).isFalse();
    }

    @Test
    void posthogs_own_session_id_is_no_secret_where_an_object_repeats_it() throws Exception {
        String json = "{\"event\":\"$web_vitals\",\"properties\":{\"$web_vitals_FCP_event\":{"
                + "\"$session_id\":\"01a2041a-243a-72cf-a9c9-05a15d1f5278\",\"session_id\":\"s3cr3t-of-a-shop\"}}}";

        assertThat(firewall.event(json))
                .contains("\"$session_id\":\"01a2041a-243a-72cf-a9c9-05a15d1f5278\"")
                .doesNotContain("s3cr3t");
    }

    @Test
    void the_last_of_repeated_keys_counts() throws Exception {
        String json = "{\"event\":\"a\",\"properties\":{\"$time\":1},\"event\":\"b\",\"properties\":{\"token\":\"t\"}}";

        firewall.event(json);

        assertThat(raw(json, Field.EVENT)).isEqualTo("\"b\"");
        assertThat(raw(json, Field.PROPERTIES_TOKEN)).isEqualTo("\"t\"");
        assertThat(firewall.scanned().has(Field.PROPERTIES_TIME)).isFalse();
    }

    @Test
    void every_spelling_of_one_address_joins_under_one_token() throws Exception {
        String scrubbed =
                firewall.event("{\"event\":\"$identify\",\"distinct_id\":\" Ana@Example.com \",\"properties\":{"
                        + "\"distinct_id\":\"ana%40example.com\",\"$anon_distinct_id\":\"ana\\u0040example.com\","
                        + "\"alias\":\"ana@example.com\",\"$user_id\":\"ANA@EXAMPLE.COM\",\"$groups\":{\"team\":\"ana@example.com\"},"
                        + "\"email\":\"ana@example.com\",\"user\":{\"email\":\"ana@example.com\"}},"
                        + "\"$set\":{\"email\":\"ana@example.com\"}}");

        assertThat(scrubbed)
                .doesNotContainIgnoringCase("ana@")
                .doesNotContain("ana%40")
                .doesNotContain("u0040");
        assertThat(scrubbed.replaceAll(EMAIL_TOKEN, "T")).doesNotContain("\" T").doesNotContain("T \"");
        String token = scrubbed.replaceFirst("(?s).*?(" + EMAIL_TOKEN + ").*", "$1");
        assertThat(scrubbed.split(token, -1)).hasSize(10);
    }

    @Test
    void projects_and_keys_have_tokens_of_their_own() throws Exception {
        String json = "{\"event\":\"x\",\"distinct_id\":\"ana@example.com\"}";
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;

        String here = firewall.event(json, "shop");

        assertThat(firewall.event(json, "shop")).isEqualTo(here);
        assertThat(firewall.event(json, "forum")).isNotEqualTo(here);
        assertThat(new Firewall(otherKey, IpPolicy.TRUNCATE).event(json, "shop"))
                .isNotEqualTo(here);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"018bec91-175d-7b3a-95c8-31f1bebca5f8\"",
                "\"user_8841\"",
                "8841",
                "\"4242424242424241\"",
                "\"\"",
                "null",
                "\"auth0|5f7c8ec7c33c6c004bbafe82\"",
                "\"+12\"",
                "\"2025550143\"",
                "{\"a\":1}"
            })
    void opaque_identities_stay(String id) throws Exception {
        String json = "{\"event\":\"x\",\"distinct_id\":" + id + ",\"properties\":{\"alias\":" + id + "}}";

        assertThat(firewall.event(json)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "+1 (202) 555-0143" | "phone_[a-z]{28}"
            "4242 4242 4242 4242" | "card_[a-z]{28}"
            4242424242424242 | "card_[a-z]{28}"
            "team:ana@example.com" | "team:email_[a-z]{28}"
            """)
    void personal_identities_become_tokens(String id, String pattern) throws Exception {
        String scrubbed = firewall.event("{\"event\":\"x\",\"distinct_id\":" + id + "}");

        assertThat(scrubbed).matches("\\{\"event\":\"x\",\"distinct_id\":" + pattern + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "password":"a","pwd":7 | "password":"[removed]","pwd":null
            "creditCard":{"no":"x","exp":{"m":12}},"n":1 | "creditCard":{"no":"[card]","exp":{"m":null}},"n":1
            "api_key":"abc","apiKey":"phc_abc" | "api_key":"[removed]","apiKey":"phc_abc"
            "first_name":"Ana","customerName":"Bo" | "first_name":"[name]","customerName":"[name]"
            "$set":{"name":"Ana B"},"name":"Blue shirt" | "$set":{"name":"[name]"},"name":"Blue shirt"
            "has_password":true,"token":"phc_x","token_count":5 | "has_password":true,"token":"phc_x","token_count":5
            "form":{"token":"x"},"password":false,"ssn":null | "form":{"token":"[removed]"},"password":false,"ssn":null
            "lat":41.593293,"lng":-3.7,"cvv":"053" | "lat":41.5,"lng":-3.7,"cvv":"[removed]"
            "client_ip":"198.51.100.23","ip":"10.0.0.7" | "client_ip":"198.51.100.0","ip":"10.0.0.7"
            "x_forwarded_for":"198.51.100.23, 2001:db8:12:9::7" | "x_forwarded_for":"198.51.100.0, 2001:db8:12::"
            "paid":4242424242424242,"at":1732296000123456 | "paid":null,"at":1732296000123456
            "x":42424242.42424242,"y":-4242424242424242 | "x":42424242.42424242,"y":-4242424242424242
            "headers":[["Authorization","x y"],["Accept","*/*"]] | "headers":[["Authorization","[removed]"],["Accept","*/*"]]
            "session":"warm up","auth":"google","pass":"t0p" | "session":"warm up","auth":"google","pass":"[removed]"
            "body":"{\\"user\\":{\\"pwd\\":\\"a\\",\\"n\\":1}}" | "body":"{\\"user\\":{\\"pwd\\":\\"[removed]\\",\\"n\\":1}}"
            "gclid":"abc","$initial_fbclid":"x","utm_source":"y" | "gclid":"[removed]","$initial_fbclid":"[removed]","utm_source":"y"
            "address_type":"home","city":"Bonn","compass":"n" | "address_type":"home","city":"Bonn","compass":"n"
            """)
    void keys_say_what_is_personal(String members, String scrubbed) throws Exception {
        assertThat(firewall.properties(members)).isEqualTo(scrubbed);
    }

    @Test
    void a_phone_number_under_its_key_joins_across_spellings() throws Exception {
        String scrubbed = firewall.properties("\"phone\":\"+1 202 555 0143\",\"mobile_phone\":\"0012025550143\"");

        assertThat(scrubbed).matches("\"phone\":\"(phone_[a-z]{28})\",\"mobile_phone\":\"\\1\"");
    }

    @Test
    void fields_that_posthog_relies_on_stay() throws Exception {
        String json = "{\"event\":\"$pageview\",\"uuid\":\"018bec91-175d-7b3a-95c8-31f1bebca5f8\",\"token\":\"phc_x\","
                + "\"timestamp\":\"2025-03-14T19:44:29.728Z\",\"offset\":4242424242424242,\"properties\":{\"token\":\"phc_x\","
                + "\"$insert_id\":\"4242424242424242\",\"$session_id\":\"s4242424242424242\",\"$window_id\":\"w\",\"$lib\":\"web\","
                + "\"$lib_version\":\"1.2.3\",\"$feature/password\":\"variant\",\"$feature_flag_payload\":\"x\",\"$time\":1.5,"
                + "\"$device_id\":\"018bec91\",\"$group_type\":\"company\"}}";

        assertThat(firewall.event(json)).isEqualTo(json);
        assertThat(firewall.scanned().edits().isEmpty()).isTrue();
        assertThat(firewall.scanned().findings().total()).isZero();
    }

    @Test
    void an_event_name_is_checked_for_addresses_only() throws Exception {
        assertThat(firewall.event("{\"event\":\"mail from ana@example.com 4242424242424242\"}"))
                .isEqualTo("{\"event\":\"mail from [email] 4242424242424242\"}");
    }

    @Test
    void an_elements_chain_keeps_its_grammar() throws Exception {
        assertThat(firewall.properties("\"$elements_chain\":\"a.link:attr__href=\\\"mailto:ana@example.com\\\""
                        + "href=\\\"/r?token=abc\\\"nth-child=\\\"1\\\"text=\\\"Mail \\\\\\\"ana@example.com\\\\\\\"\\\";"
                        + "div:attr__id=\\\"password\\\"nth-child=\\\"2\\\"\""))
                .isEqualTo("\"$elements_chain\":\"a.link:attr__href=\\\"mailto:[email]\\\""
                        + "href=\\\"/r?token=[removed]\\\"nth-child=\\\"1\\\"text=\\\"Mail \\\\\\\"[email]\\\\\\\"\\\";"
                        + "div:attr__id=\\\"password\\\"nth-child=\\\"2\\\"\"");
    }

    @Test
    void keys_are_scrubbed_too() throws Exception {
        assertThat(firewall.properties(
                        "\"$heatmap_data\":{\"https://a.example/?email=ana@example.com&p=1\":[{\"x\":1}],"
                                + "\"call +1 202 555 0143\":1}"))
                .isEqualTo(
                        "\"$heatmap_data\":{\"https://a.example/?email=[removed]&p=1\":[{\"x\":1}],\"call [removed]\":1}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "$ip":"203.0.113.7","a":1 | "a":1
            "a":1,"$ip":"203.0.113.7" | "a":1
            "a":1 , "$ip" : "203.0.113.7" , "b":2 | "a":1  , "b":2
            "$ip":"1.2.3.4","$ip":"1.2.3.4","a":1 | "a":1
            "a":1,"$ip":null,"$ip":"1.2.3.4","b":1 | "a":1,"b":1
            "$ip":"1.2.3.4" | ''
            """)
    void a_dropped_address_leaves_with_its_comma(String members, String scrubbed) throws Exception {
        assertThat(new Firewall(IpPolicy.DROP).properties(members)).isEqualTo(scrubbed);
    }

    @Test
    void a_dropped_address_is_no_longer_a_field() throws Exception {
        var dropping = new Firewall(IpPolicy.DROP);

        dropping.properties("\"$ip\":\"203.0.113.7\"");

        assertThat(dropping.scanned().has(Field.PROPERTIES_IP)).isFalse();
    }

    @Test
    void an_address_is_truncated_or_passed_on_as_the_policy_says() throws Exception {
        assertThat(firewall.properties("\"$ip\":\"203.0.113.7\"")).isEqualTo("\"$ip\":\"203.0.113.0\"");
        assertThat(firewall.properties("\"$ip\":\"2001:db8:12:9::7\"")).isEqualTo("\"$ip\":\"2001:db8:12::\"");
        assertThat(firewall.properties("\"$ip\":\"::ffff:203.0.113.7\"")).isEqualTo("\"$ip\":\"::ffff:203.0.113.0\"");
        assertThat(new Firewall(IpPolicy.FORWARD).properties("\"$ip\":\"203.0.113.7\""))
                .isEqualTo("\"$ip\":\"203.0.113.7\"");
    }

    @Test
    void a_flags_request_has_identities_at_its_top() throws Exception {
        String scrubbed = firewall.document(
                "{\"token\":\"phc_x\",\"distinct_id\":\"ana@example.com\",\"groups\":"
                        + "{\"team\":\"ana@example.com\"},\"person_properties\":{\"name\":\"Ana\",\"email\":\"ana@example.com\"}}");

        assertThat(scrubbed)
                .matches("\\{\"token\":\"phc_x\",\"distinct_id\":\"(" + EMAIL_TOKEN
                        + ")\",\"groups\":\\{\"team\":\"\\1\"},"
                        + "\"person_properties\":\\{\"name\":\"\\[name]\",\"email\":\"\\1\"}}");
    }

    @Test
    void the_query_of_a_request_keeps_its_joins() throws Exception {
        String id = firewall.document("{\"distinct_id\":\"ana@example.com\"}")
                .replaceAll(".*(" + EMAIL_TOKEN + ").*", "$1");

        assertThat(firewall.query("token=phc_x&distinct_id=ana%40example.com&ip=1&email=ana@example.com&v=2"))
                .isEqualTo("token=phc_x&distinct_id=" + id + "&ip=1&email=[email]&v=2");
    }

    @Test
    void findings_are_counted_by_kind_and_action() throws Exception {
        firewall.properties("\"email\":\"ana@example.com\",\"t\":\"bo@example.com or cy@example.com\",\"pwd\":\"x\"");

        Findings findings = firewall.scanned().findings();
        assertThat(findings.of(Kind.EMAIL, Action.PSEUDONYM)).isEqualTo(1);
        assertThat(findings.of(Kind.EMAIL, Action.REPLACE)).isEqualTo(2);
        assertThat(findings.of(Kind.KEYED_SECRET, Action.REMOVE)).isEqualTo(1);
        assertThat(findings.total()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "7", "{\"a\":1", "{\"a\":1}x", "{\"a\" 1}", "{\"a\":\"\\x\"}", "{\"a\":01}", "{,}"})
    void what_is_no_object_is_malformed(String json) {
        assertThatThrownBy(() -> firewall.event(json)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void nesting_beyond_the_limit_withholds_the_event() throws Exception {
        int most = JsonSkip.MAX_DEPTH - 1;
        String allowed = "{\"a\":" + "[".repeat(most) + "]".repeat(most) + "}";
        String deeper = "{\"a\":" + "[".repeat(most + 1) + "]".repeat(most + 1) + "}";

        assertThat(firewall.event(allowed)).isEqualTo(allowed);
        assertThatThrownBy(() -> firewall.event(deeper)).isInstanceOf(ScrubFailedException.class);
    }

    private String raw(String json, Field field) {
        return json.substring(
                firewall.scanned().start(field), firewall.scanned().end(field));
    }
}
