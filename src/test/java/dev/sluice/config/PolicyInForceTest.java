package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyInForceTest {
    private static final String EMAIL = "email_[a-z]{28}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "email: remove      | write to ana@example.com now | write to \\[removed\\] now",
                "email: replace     | write to ana@example.com now | write to \\[email\\] now",
                "email: mask        | write to Ana@Example.com now | write to \\[email_example.com\\] now",
                "email: mask        | write to ana@bücher.example now | write to \\[email_xn--bcher-kva.example\\] now",
                "email: pseudonym   | write to ana@example.com now | write to email_[a-z]{28} now",
                "email: keep        | write to ana@example.com now | write to ana@example.com now",
                "contact: remove    | write to ana@example.com now | write to \\[removed\\] now",
                "phone: mask        | call +44 20 7946 0958 now | call \\[phone_44_58\\] now",
                "phone: mask        | call +1 202 555 0143 now | call \\[phone_1_43\\] now",
                "phone: mask        | call +351 21 123 4567 now | call \\[phone_351_67\\] now",
                "phone: pseudonym   | call +44 20 7946 0958 now | call phone_[a-z]{28} now",
                "credit_card: mask  | paid with 4242 4242 4242 4242 ok | paid with \\[card_4242\\] ok",
                "credit_card: keep  | paid with 4242 4242 4242 4242 ok | paid with 4242 4242 4242 4242 ok",
                "ip: truncate       | seen from 198.51.100.23 twice | seen from 198.51.100.0 twice",
                "ip: pseudonym      | seen from 198.51.100.23 twice | seen from ip_[a-z]{28} twice",
                "ip: keep           | seen from 198.51.100.23 twice | seen from 198.51.100.23 twice",
            })
    void each_action_does_what_it_says_in_a_text(String action, String text, String pattern) throws Exception {
        var policy = new PolicyInForce("scrub: {actions: {" + action + "}}");

        String scrubbed = policy.properties("\"note\":\"" + text + "\"");

        assertThat(scrubbed).matches("\"note\":\"" + pattern + "\"");
        assertThat(policy.text(policy.text(text))).isEqualTo(policy.text(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "email: mask | \"email\":\"ana@example.com\" | \"email\":\"\\[email_example.com\\]\"",
                "email: remove | \"mail\":\"ana@example.com\" | \"mail\":\"\\[removed\\]\"",
                "phone: replace | \"phone\":\"020 7946 0958\" | \"phone\":\"\\[phone\\]\"",
                "phone: mask | \"phone\":\"020 7946 0958\" | \"phone\":\"\\[phone\\]\"",
                "phone: pseudonym | \"phone\":442079460958 | \"phone\":\"phone_[a-z]{28}\"",
                "phone: mask | \"phone\":442079460958 | \"phone\":null",
                "person_name: pseudonym | \"first_name\":\"Ana\" | \"first_name\":\"name_[a-z]{28}\"",
                "person: keep | \"first_name\":\"Ana\" | \"first_name\":\"Ana\"",
                "username: replace | \"username\":\"ana77\" | \"username\":\"\\[user\\]\"",
                "iban: mask | \"iban\":\"DE89 3704 0044 0532 0130 00\" | \"iban\":\"\\[iban_de_3000\\]\"",
                "bank_account: mask | \"account_number\":\"0123456789\" | \"account_number\":\"\\[account_6789\\]\"",
                "national_id: pseudonym | \"ssn\":\"219-09-9999\" | \"ssn\":\"id_[a-z]{28}\"",
                "date_of_birth: truncate | \"birthday\":\"12.03.1985\" | \"birthday\":\"1985\"",
                "date_of_birth: truncate | \"dob\":19850312 | \"dob\":1985",
                "date_of_birth: truncate | \"dob\":\"long ago\" | \"dob\":\"\\[removed\\]\"",
                "gps: truncate | \"coordinates\":\"52.52001, -13.40495\" | \"coordinates\":\"52.5, -13.4\"",
                "gps: remove | \"lat\":52.52001 | \"lat\":null",
                "credential: pseudonym | \"password\":\"hunter2\" | \"password\":\"secret_[a-z]{28}\"",
                "device: pseudonym | \"imei\":\"490154203237518\" | \"imei\":\"[a-z]+_[a-z]{28}\"",
            })
    void each_action_does_what_it_says_under_a_key(String action, String member, String pattern) throws Exception {
        var policy = new PolicyInForce("scrub: {actions: {" + action + "}}");

        assertThat(policy.properties(member)).matches(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"remove", "replace", "mask", "pseudonym"})
    void an_identity_is_never_dropped_emptied_or_masked(String action) throws Exception {
        var policy = new PolicyInForce("scrub: {actions: {email: " + action + ", credit_card: " + action + "}}");

        String event = policy.event("{\"event\":\"$identify\",\"distinct_id\":\"ana@example.com\",\"properties\":"
                + "{\"$anon_distinct_id\":\"Ana@example.com\",\"alias\":4242424242424242,"
                + "\"$groups\":{\"company\":\"ana@example.com\"}}}");

        String token = event.replaceAll(".*\"distinct_id\":\"(" + EMAIL + ")\".*", "$1");
        assertThat(token).matches(EMAIL);
        assertThat(event)
                .contains("\"$anon_distinct_id\":\"" + token + '"')
                .contains("\"company\":\"" + token + '"')
                .containsPattern("\"alias\":\"card_[a-z]{28}\"");
    }

    @Test
    void an_identity_may_be_kept() throws Exception {
        var policy = new PolicyInForce("scrub: {actions: {email: keep}}");
        String event = "{\"event\":\"x\",\"distinct_id\":\"ana@example.com\"}";

        assertThat(policy.event(event)).isEqualTo(event);
    }

    @Test
    void a_group_yields_to_the_word_about_one_of_its_kinds() throws Exception {
        var policy = new PolicyInForce("scrub: {actions: {email: keep, contact: remove}}");

        assertThat(policy.text("ana@example.com or +44 20 7946 0958")).isEqualTo("ana@example.com or [removed]");
    }

    @Test
    void a_project_says_what_is_different_from_all() throws Exception {
        var policy = new PolicyInForce("""
                scrub: {actions: {email: remove, phone: remove}}
                projects:
                  - {name: shop, token: phc_a, scrub: {actions: {email: keep}}}
                  - {name: blog, token: phc_b}
                """);
        String event = "{\"properties\":{\"note\":\"by ana@example.com, +44 20 7946 0958\"}}";

        assertThat(policy.event(event, "shop")).contains("by ana@example.com, [removed]");
        assertThat(policy.event(event, "blog")).contains("by [removed], [removed]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "properties.note, action: remove | \"note\":\"abc\" | \"note\":\"\\[removed\\]\"",
                "properties.note, action: remove | \"note\":{\"a\":[1,\"b\",true],\"email\":\"a@example.com\"}"
                        + " | \"note\":\\{\"a\":\\[null,\"\\[removed\\]\",true\\],\"email\":\"\\[removed\\]\"\\}",
                "properties.cart.*.ref, kind: national_id | \"cart\":{\"ref\":\"k\",\"x\":{\"ref\":\"k\"}}"
                        + " | \"cart\":\\{\"ref\":\"k\",\"x\":\\{\"ref\":\"\\[removed\\]\"\\}\\}",
                "properties.**.ref, action: replace | \"ref\":\"k\",\"x\":[{\"y\":{\"ref\":\"k\"}}]"
                        + " | \"ref\":\"\\[custom\\]\",\"x\":\\[\\{\"y\":\\{\"ref\":\"\\[custom\\]\"\\}\\}\\]",
                "properties.refs, action: pseudonym | \"refs\":[\"K-1\",7] | \"refs\":\\[\"custom_[a-z]{28}\",\"custom_[a-z]{28}\"\\]",
                "properties.a\\.b, action: remove | \"a.b\":\"k\",\"a\":{\"b\":\"k\"}"
                        + " | \"a.b\":\"\\[removed\\]\",\"a\":\\{\"b\":\"k\"\\}",
                "properties.note, action: remove | \"n\\u006fte\":\"abc\" | \"n.u006fte\":\"\\[removed\\]\"",
                "properties.body.note, action: remove | \"body\":\"{\\\"note\\\":\\\"abc\\\"}\""
                        + " | \"body\":\"\\{.\"note.\":.\"\\[removed\\].\"\\}\"",
                "properties.contact, action: keep | \"contact\":{\"email\":\"a@example.com\",\"password\":\"hunter2\"}"
                        + " | \"contact\":\\{\"email\":\"a@example.com\",\"password\":\"\\[removed\\]\"\\}",
                "properties.born, kind: date_of_birth, action: truncate | \"born\":\"1985-03-12\" | \"born\":\"1985\"",
                "properties.mail, kind: email, action: mask | \"mail\":\"a@example.com\",\"x\":\"a@example.com\""
                        + " | \"mail\":\"\\[email_example.com\\]\",\"x\":\"email_[a-z]{28}\"",
            })
    void a_path_rule_holds_where_it_leads(String rule, String members, String pattern) throws Exception {
        var policy = new PolicyInForce("scrub:\n  paths:\n    - {path: " + rule + "}\n");

        assertThat(policy.properties(members)).matches(pattern);
    }

    @Test
    void a_path_rule_can_make_every_form_of_an_identity_a_token() throws Exception {
        var policy = new PolicyInForce("""
                scrub:
                  actions: {email: remove, username: remove}
                  paths:
                    - {path: distinct_id, action: pseudonym}
                    - {path: properties.alias, action: pseudonym}
                """);

        assertThat(policy.event("{\"distinct_id\":\"K-17\",\"properties\":{\"alias\":\"k-17\"}}"))
                .matches("\\{\"distinct_id\":\"(user_[a-z]{28})\",\"properties\":\\{\"alias\":\"\\1\"}}");
        assertThat(policy.event("{\"distinct_id\":\"a@example.com\"}"))
                .matches("\\{\"distinct_id\":\"" + EMAIL + "\"}");
        assertThat(policy.event("{\"distinct_id\":17}")).matches("\\{\"distinct_id\":\"user_[a-z]{28}\"}");
    }

    @Test
    void what_posthog_needs_is_out_of_reach_of_wildcards() throws Exception {
        var policy = new PolicyInForce("scrub: {paths: [{path: '**.*', action: remove}]}");
        String event = "{\"event\":\"x\",\"uuid\":\"0190a4a0-0000-7000-8000-000000000000\",\"distinct_id\":\"u1\","
                + "\"timestamp\":\"2026-01-02T03:04:05Z\",\"properties\":{\"token\":\"phc_a\",\"$session_id\":\"s\","
                + "\"$lib\":\"web\"}}";

        assertThat(policy.event(event)).isEqualTo(event);
    }

    @Test
    void rules_of_an_event_come_after_those_of_all() throws Exception {
        var policy = new PolicyInForce("""
                scrub:
                  actions: {email: remove}
                  events:
                    - event: signup
                      actions: {email: mask}
                      paths: [{path: properties.plan, action: remove}]
                    - event: survey *
                      allow: {values: [support@example.com]}
                """);

        assertThat(policy.event(
                        "{\"properties\":{\"plan\":\"p\",\"m\":\"a@example.com\"},\"\\u0065vent\":\"sign\\u0075p\"}"))
                .contains("\"plan\":\"[removed]\"")
                .contains("[email_example.com]");
        assertThat(policy.event("{\"event\":\"other\",\"properties\":{\"plan\":\"p\",\"m\":\"a@example.com\"}}"))
                .contains("\"plan\":\"p\"")
                .contains("\"m\":\"[removed]\"");
        assertThat(policy.event("{\"event\":\"survey sent\",\"properties\":{\"m\":\"to support@example.com\"}}"))
                .contains("to support@example.com");
    }

    @Test
    void what_is_allowed_passes_and_nothing_beside_it() throws Exception {
        var policy = new PolicyInForce("""
                scrub:
                  allow:
                    values: ["+44 20 7946 0000", 4242424242424242]
                    email_domains: [example.org, "*.test.example"]
                    keys: [city, token_symbol]
                    paths: [properties.imprint]
                """);

        assertThat(policy.text("bot@EXAMPLE.org, a@ci.test.example, a@test.example, ana@sub.example.org"))
                .isEqualTo("bot@EXAMPLE.org, a@ci.test.example, [email], [email]");
        assertThat(policy.text("call +44 20 7946 0000 or +44 20 7946 0001"))
                .isEqualTo("call +44 20 7946 0000 or [phone]");
        assertThat(policy.properties("\"n\":4242424242424242,\"m\":5555555555554444"))
                .isEqualTo("\"n\":4242424242424242,\"m\":null");
        assertThat(policy.properties("\"city\":\"Bonn\",\"token_symbol\":\"BTC\",\"token\":\"x\",\"my_token\":\"x\""))
                .isEqualTo("\"city\":\"Bonn\",\"token_symbol\":\"BTC\",\"token\":\"x\",\"my_token\":\"[removed]\"");
        assertThat(policy.properties("\"imprint\":\"info@example.com\",\"other\":\"to info@example.com\""))
                .isEqualTo("\"imprint\":\"info@example.com\",\"other\":\"to [email]\"");
    }

    @Test
    void no_list_lets_a_credential_pass() throws Exception {
        var policy = new PolicyInForce("""
                scrub:
                  allow: {values: [hunter2], paths: [properties.form]}
                """);

        assertThat(policy.properties("\"form\":{\"password\":\"hunter2\",\"name\":\"x\"},\"password\":\"hunter2\""))
                .isEqualTo("\"form\":{\"password\":\"[removed]\",\"name\":\"x\"},\"password\":\"[removed]\"");
    }

    @Test
    void keys_of_the_project_mean_what_it_says() throws Exception {
        var policy = new PolicyInForce("""
                scrub:
                  keys: {employee_ref: national_id, gate: device_id}
                """);

        assertThat(policy.properties(
                        "\"EmployeeRef\":\"k7\",\"form[employee-ref]\":\"k7\",\"gate\":\"k7\",\"gates\":\"k7\""))
                .isEqualTo(
                        "\"EmployeeRef\":\"[removed]\",\"form[employee-ref]\":\"[removed]\",\"gate\":\"[removed]\",\"gates\":\"k7\"");
        assertThat(policy.text("https://x.example/?employee_ref=k7&page=2"))
                .isEqualTo("https://x.example/?employee_ref=[removed]&page=2");
    }

    @Test
    void projects_with_different_keys_do_not_mix() throws Exception {
        var policy = new PolicyInForce("""
                projects:
                  - {name: shop, token: phc_a, scrub: {keys: {gate: device_id}}}
                  - {name: blog, token: phc_b}
                """);
        String event = "{\"properties\":{\"gate\":\"k7\"}}";

        for (int i = 0; i < 3; i++) {
            assertThat(policy.event(event, "shop")).contains("[removed]");
            assertThat(policy.event(event, "blog")).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "shape: 'EMP-######' | seen EMP-123456 and emp-654321 today | seen [removed] and [removed] today",
                "shape: 'EMP-######' | EMP-1234567, xEMP-123456, EMP-12345 | EMP-1234567, xEMP-123456, EMP-12345",
                "shape: '&&?-##' | ab9-12 abc-12 a19-12 | [removed] [removed] a19-12",
                "shape: '##########', check: luhn | 4000000002 and 4000000003 | [removed] and 4000000003",
                "shape: '##########', check: mod11 | 0306406152 and 0306406153 | [removed] and 0306406153",
                "shape: '##################&&##', check: mod97 | 370400440532013000DE89 370400440532013000DE88"
                        + " | [removed] 370400440532013000DE88",
                "shape: 'V-##-##', check: verhoeff | V-23-63 and V-23-64 | [removed] and V-23-64",
                "literal: 'Project Nightjar' | on project nightjar now | on [removed] now",
                "literal: 'Ümit' | by Ümit | by [removed]",
                "shape: 'K\\###', action: keep | K#12 | K#12",
                "shape: 'MRN ### ###', action: replace, kind: passport | MRN 123 456. | [passport].",
                "shape: 'EMP######', action: pseudonym | EMP123456 | custom_~",
            })
    void patterns_of_the_project_are_found(String pattern, String text, String scrubbed) throws Exception {
        var policy = new PolicyInForce("scrub: {patterns: [{name: own, " + pattern + "}]}");

        String expected = scrubbed.replace("~", "");
        assertThat(policy.text(text)).startsWith(expected);
        if (!scrubbed.endsWith("_~")) {
            assertThat(policy.text(text)).isEqualTo(expected);
        }
        assertThat(policy.text(policy.text(text))).isEqualTo(policy.text(text));
    }

    @Test
    void patterns_hold_in_keys_numbers_identities_and_encoded_texts() throws Exception {
        var policy = new PolicyInForce(
                "scrub: {patterns: [{name: own, shape: '77######'}, {name: emp, shape: 'EMP-####'}]}");

        assertThat(policy.properties(
                        "\"a\":77123456,\"EMP-1234 x\":1,\"b\":\"x%45MP%2D1234\",\"c\":\"?e=%45MP%2D1234\""))
                .isEqualTo("\"a\":null,\"[removed] x\":1,\"b\":\"x%45MP%2D1234\",\"c\":\"?e=[removed]\"");
        assertThat(policy.event("{\"distinct_id\":\"EMP-1234\"}")).matches("\\{\"distinct_id\":\"custom_[a-z]{28}\"}");
    }

    @Test
    void the_address_follows_its_own_setting() throws Exception {
        String event = "{\"properties\":{\"$ip\":\"198.51.100.23\",\"a\":1}}";

        assertThat(new PolicyInForce("scrub: {ip: truncate}").event(event)).contains("\"$ip\":\"198.51.100.0\"");
        assertThat(new PolicyInForce("scrub: {ip: forward}").event(event)).isEqualTo(event);
        assertThat(new PolicyInForce("scrub: {ip: drop}").event(event)).isEqualTo("{\"properties\":{\"a\":1}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actions: {ip: keep}",
                "actions: {ip: remove}",
                "paths: [{path: '**.*', action: remove}]",
                "allow: {values: [198.51.100.23], paths: [properties.$ip]}",
            })
    void no_other_rule_touches_the_visitors_address(String rule) throws Exception {
        assertThat(new PolicyInForce("scrub: {" + rule + "}").properties("\"$ip\":\"198.51.100.23\""))
                .isEqualTo("\"$ip\":\"198.51.100.0\"");
    }

    @Test
    void brackets_smuggle_nothing_past_a_mask() throws Exception {
        var policy = new PolicyInForce("scrub: {actions: {credit_card: mask, email: mask}}");

        assertThat(policy.text("[card 4242424242424242] [card_ 4242 4242 4242 4242] [email_ana@example.com]"))
                .doesNotContain("4242424242424242")
                .doesNotContain("4242 4242 4242")
                .doesNotContain("ana@");
    }
}
