package dev.sluice.capture;

import static dev.sluice.capture.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.EventKey;
import dev.sluice.project.SameEvents;
import dev.sluice.scrub.policy.IpPolicy;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedIdentityTest {
    private static final List<SameEvents> RULES = List.of(
            new SameEvents("checkout_completed", List.of("checkout_session_id")),
            new SameEvents("refund", List.of("charge", "amount")),
            new SameEvents("größe_gewählt", List.of("schlüssel")));

    private String project = "shop";

    @Test
    void events_of_different_senders_are_one_by_their_name_and_property() {
        EventKey browser = key("checkout_completed", "\"$lib\":\"web\",\"checkout_session_id\":\"cs_test_a1b2c3\"");
        EventKey server = key("checkout_completed", "\"checkout_session_id\":\"cs_test_a1b2c3\",\"total\":12");

        assertThat(server).isEqualTo(browser);
        assertThat(key("checkout_completed", "\"checkout_session_id\":\"cs_test_a1b2c4\""))
                .isNotEqualTo(browser);
        project = "blog";
        assertThat(key("checkout_completed", "\"checkout_session_id\":\"cs_test_a1b2c3\""))
                .isNotEqualTo(browser);
    }

    @Test
    void a_live_checkout_session_of_stripe_tells_events_apart() {
        String one = "cs_live_a1GpXJ0bMCMS0sLpz6SmlNhMBQjf1pV7lp6ttu5BYFSuhU3ql1RzsC3Hbt";
        String two = "cs_live_b1GpXJ0bMCMS0sLpz6SmlNhMBQjf1pV7lp6ttu5BYFSuhU3ql1RzsC3Hbt";

        EventKey first = key("checkout_completed", "\"checkout_session_id\":\"" + one + "\"");

        assertThat(key("checkout_completed", "\"checkout_session_id\":\"" + one + "\""))
                .isEqualTo(first);
        assertThat(key("checkout_completed", "\"checkout_session_id\":\"" + two + "\""))
                .isNotEqualTo(first);
    }

    @Test
    void all_properties_of_a_rule_count_each_in_its_place() {
        EventKey refund = key("refund", "\"charge\":\"1\",\"amount\":\"2\"");

        assertThat(key("refund", "\"amount\":\"2\",\"charge\":\"1\"")).isEqualTo(refund);
        assertThat(key("refund", "\"charge\":\"2\",\"amount\":\"1\"")).isNotEqualTo(refund);
        assertThat(key("refund", "\"charge\":\"1\",\"amount\":\"3\"")).isNotEqualTo(refund);
        assertNotShared("refund", "\"charge\":\"1\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"7|\"7\"", "7|7.0", "-7.00|\"-7\"", "\"a\\u00e9\"|\"aé\"", "\"a\\/b\"|\"a/b\"", "7.5|\"7.5\""})
    void values_are_compared_as_text(String one, String other) {
        assertThat(key("checkout_completed", "\"checkout_session_id\":" + one))
                .isEqualTo(key("checkout_completed", "\"checkout_session_id\":" + other));
    }

    @Test
    void names_may_be_escaped_and_need_not_be_ascii() {
        EventKey plain = key("größe_gewählt", "\"schlüssel\":\"x\"");

        assertThat(key("gr\\u00f6\\u00dfe_gew\\u00e4hlt", "\"schl\\u00fcssel\":\"x\""))
                .isEqualTo(plain);
    }

    @Test
    void of_a_property_that_stands_twice_the_last_one_counts() {
        assertThat(key("checkout_completed", "\"checkout_session_id\":\"b\",\"checkout_session_id\":\"a\""))
                .isEqualTo(key("checkout_completed", "\"checkout_session_id\":\"a\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"other\":1",
                "\"checkout_session_id\":null",
                "\"checkout_session_id\":\"\"",
                "\"checkout_session_id\":\" \"",
                "\"checkout_session_id\":true",
                "\"checkout_session_id\":{\"a\":1}",
                "\"checkout_session_id\":[1]",
                "\"checkout_session_id\":\"a\",\"checkout_session_id\":null",
                "\"nested\":{\"checkout_session_id\":\"a\"}"
            })
    void what_cannot_tell_events_apart_leaves_each_of_them_itself(String properties) {
        assertNotShared("checkout_completed", properties);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"4111 1111 1111 1111\"|\"5555 5555 5555 4444\"",
                "4111111111111111|5555555555554444",
                "\"ann@example.com\"|\"bob@example.com\""
            })
    void values_that_the_firewall_changes_tell_events_apart_all_the_same(String one, String other) {
        EventKey first = key("checkout_completed", "\"checkout_session_id\":" + one);

        assertThat(key("checkout_completed", "\"checkout_session_id\":" + one)).isEqualTo(first);
        assertThat(key("checkout_completed", "\"checkout_session_id\":" + other))
                .isNotEqualTo(first);
    }

    @Test
    void events_of_other_names_are_themselves() {
        assertNotShared("checkout_started", "\"checkout_session_id\":\"a\"");
    }

    private void assertNotShared(String name, String properties) {
        assertThat(key(name, properties)).isNotEqualTo(key(name, properties));
    }

    /** Of an event with a uuid and a person of its own. */
    private EventKey key(String name, String properties) {
        byte[] document = utf8("{\"event\":\"" + name + "\",\"uuid\":\"" + UUID.randomUUID() + "\",\"distinct_id\":\""
                + UUID.randomUUID() + "\",\"properties\":{" + properties + "}}");
        RequestFacts facts = new RequestFacts(
                project, "phc_shop", RULES, CapturePath.EVENTS, false, 0, ParsedTime.ofMillis(0), null, null, null);
        Assembled assembled = new EventAssembly(Firewalls.of(IpPolicy.TRUNCATE), Firewalls.ids())
                .assemble(facts, document, 0, document.length);
        if (assembled instanceof Assembled.Safe(var event)) {
            return event.key();
        }
        throw new AssertionError("not taken: " + assembled);
    }
}
