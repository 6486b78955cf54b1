package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One person is one person in PostHog however its identifier is spelt; nobody becomes one who was opaque before. */
class SpellingsTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jane@münchen.example|JANE@MÜNCHEN.EXAMPLE",
                "jane@münchen.example|jane@xn--mnchen-3ya.example",
                "jane@münchen.example|jane@mu\\u0308nchen.example",
                "jane@acme.example|\\t jane@acme.example\\n",
                "jane@acme.example|\\u00a0jane@acme.example",
                "jane@acme.example|ja\\u200bne@acme.example",
                "jane@acme.example|\\uff4aane@acme.example",
                "jane+shop@acme.example|jane%2Bshop@acme.example",
                "+4930901820|+49 (0)30 901820",
                "+4930901820|tel:+49-30-901820",
                "415-555-0132|(415) 555-0132",
                "4556737586899855|4556 7375 8689 9855",
                "GB82WEST12345698765432|GB82 WEST 1234 5698 7654 32",
                "2606:2800:220:1:248:1893:25c8:1946|2606:2800:0220:0001:0248:1893:25C8:1946"
            })
    void two_spellings_are_one_person(String one, String other) throws Exception {
        String token = identified(one);

        assertThat(token).doesNotContain(one.substring(0, 5)).matches("[a-z]+_[a-z]{28}");
        assertThat(identified(other)).isEqualTo(token);
        assertThat(aliased(other)).isEqualTo(token);
        assertThat(identified(token)).isEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"jörg|jo\\u0308rg", "jörg|JÖRG", "anna|\\uff41nna"})
    void an_account_is_one_however_its_letters_are_composed(String one, String other) throws Exception {
        assertThat(account(other)).isEqualTo(account(one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"4155550132", "10.0.0.17", "order-2026-11-22", "1.2.3", "8a6e0804-2bd0-4672-b79d-d97027f9071a"})
    void an_opaque_identifier_stays(String id) throws Exception {
        assertThat(identified(id)).isEqualTo(id);
    }

    private String identified(String id) throws Exception {
        String start = "{\"event\":\"x\",\"distinct_id\":\"";
        String scrubbed = firewall.event(start + id + "\"}");
        return scrubbed.substring(start.length(), scrubbed.length() - 2);
    }

    private String aliased(String id) throws Exception {
        String scrubbed = firewall.properties("\"alias\":\"" + id + "\"");
        return scrubbed.substring("\"alias\":\"".length(), scrubbed.length() - 1);
    }

    private String account(String name) throws Exception {
        return firewall.properties("\"username\":\"" + name + "\"");
    }
}
