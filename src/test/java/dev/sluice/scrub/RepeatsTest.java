package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final Firewall firewall = new Firewall();

    @Test
    void a_text_that_is_said_again_is_scrubbed_again() throws Exception {
        String scrubbed = firewall.properties("\"a\":\"see ana@example.com, bo@example.com\",\"b\":1,"
                + "\"c\":\"see ana@example.com, bo@example.com\",\"d\":\"see ana@example.com, bo@example.net\"");

        assertThat(scrubbed)
                .isEqualTo("\"a\":\"see [email], [email]\",\"b\":1,\"c\":\"see [email], [email]\","
                        + "\"d\":\"see [email], [email]\"");
        assertThat(firewall.scanned().findings().of(Kind.EMAIL, Action.REPLACE)).isEqualTo(6);
    }

    @Test
    void a_repeated_text_with_more_findings_than_are_kept_is_searched_again() throws Exception {
        String text = "ana@example.com ".repeat(40);

        String scrubbed = firewall.properties("\"a\":\"" + text + "\",\"b\":\"" + text + "\"");

        assertThat(scrubbed).doesNotContain("@");
        assertThat(firewall.scanned().findings().of(Kind.EMAIL, Action.REPLACE)).isEqualTo(80);
    }

    @Test
    void what_a_key_says_holds_for_a_text_that_was_harmless_elsewhere() throws Exception {
        assertThat(firewall.properties("\"a\":\"hello world of words\",\"password\":\"hello world of words\""))
                .isEqualTo("\"a\":\"hello world of words\",\"password\":\"[removed]\"");
    }

    @Test
    void nothing_is_remembered_from_one_event_to_the_next() throws Exception {
        firewall.properties("\"a\":\"harmless words, all of them\"");

        assertThat(firewall.properties("\"a\":\"write to ana@example.com\"")).isEqualTo("\"a\":\"write to [email]\"");
    }
}
