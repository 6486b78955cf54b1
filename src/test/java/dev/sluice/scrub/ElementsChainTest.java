package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementsChainTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.btn:text=\"Mail a@example.com\"nth-child=\"1\";div.x:attr__id=\"r\"|a.btn:text=\"Mail [email]\"nth-child=\"1\";div.x:attr__id=\"r\"",
                "a:href=\"/r?token=abc&p=2\"text=\"x\"|a:href=\"/r?token=[removed]&p=2\"text=\"x\"",
                "a:attr__title=\"say \\\"4111111111111111\\\" now\"|a:attr__title=\"say \\\"[card]\\\" now\"",
                "p:attr__data-first-name=\"Ana\"text=\"ok\"|p:attr__data-first-name=\"[name]\"text=\"ok\"",
                "input:attr__name=\"first_name\"attr__type=\"text\"attr__value=\"Ana\";form:attr__value=\"Ana\""
                        + "|input:attr__name=\"first_name\"attr__type=\"text\"attr__value=\"[name]\";form:attr__value=\"Ana\"",
                "a.md:flex:text=\"to 4111 1111 1111 1111\"|a.md:flex:text=\"to [card]\"",
                // The browser escapes quotes but no backslashes: text that was JSON has both.
                "a:attr__title=\"{\\\\\"n\\\\\":\\\\\"4111111111111111\\\\\"}\"text=\"x\"|a:attr__title=\"{\\\\\"n\\\\\":\\\\\"[card]\\\\\"}\"text=\"x\"",
                "a:title=\"it said \" and a@example.com\"text=\"x\"|a:title=\"it said \" and [email]\"text=\"x\"",
                "no chain, but a@example.com|no chain, but [email]",
                "a:text=\"open a@example.com|a:text=\"open [email]"
            })
    void only_what_stands_in_quotes_is_replaced(String chain, String expected) throws Exception {
        assertThat(firewall.properties(member(chain))).isEqualTo(member(expected));
        assertThat(firewall.properties(member(expected))).isEqualTo(member(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.w-1/2.email-4111111111111111:nth-child=\"2\"nth-of-type=\"1\"",
                "button:attr__name=\"password\"attr__type=\"submit\"text=\"Forgot password?\"",
                "input:attr__name=\"email\"attr__placeholder=\"you@company\"",
                "div:text=\"4111\";div:text=\"1111\";div:text=\"1111\";div:text=\"1111\"",
                ""
            })
    void the_rest_stays_byte_for_byte(String chain) throws Exception {
        assertThat(firewall.properties(member(chain))).isEqualTo(member(chain));
    }

    private static String member(String chain) {
        return "\"$elements_chain\":\"" + chain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
