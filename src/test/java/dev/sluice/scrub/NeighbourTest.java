package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands right beside a value must not hide it. */
class NeighbourTest {
    private static final String[][] VALUES = {
        {"4556 7375 8689 9855", "[card]"},
        {"GB82 WEST 1234 5698 7654 32", "[removed]"},
        {"+49 30 901820 44", "[phone]"},
        {"jane@acme.example", "[email]"},
        {"AKIAQ3EGX7PVN2YTR5KD", "[removed]"}
    };

    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @ValueSource(strings = {"😀", "☎️", "→", "…", "«", "»", "„", "“", "【", "】", "「", "¿", "✓", "│", "★", "、", "：", "中"})
    void signs_and_brackets_end_a_word(String sign) throws Exception {
        for (String[] value : VALUES) {
            assertThat(firewall.text("a " + sign + value[0] + sign + " b"))
                    .as(value[0])
                    .doesNotContain(value[0])
                    .contains(value[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://x.example/p/AKIAQ3EGX7PVN2YTR5KD/z",
                "it was found.AKIAQ3EGX7PVN2YTR5KD",
                "密钥AKIAQ3EGX7PVN2YTR5KD",
                "/api/v1/keys/AKIAQ3EGX7PVN2YTR5KD"
            })
    void a_key_is_found_in_a_path_and_after_a_stop(String text) throws Exception {
        assertThat(firewall.text(text)).doesNotContain("AKIA").contains("[removed]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iVBORw0KGgo/AKIAQ3EGX7PVN2YTR5KD/9hAAAAB", "wait… 12 of 40 done →", "« 2026-11-22 » … ok"})
    void what_is_no_value_stays(String text) throws Exception {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @Test
    void the_end_of_a_very_long_key_tells_what_its_value_is() throws Exception {
        String path = "request.body.nested.".repeat(20);

        assertThat(firewall.properties("\"" + path + "password\":\"hunter2\",\"" + path + "first_name\":\"Ana\""))
                .doesNotContain("hunter2")
                .doesNotContain("Ana");
        assertThat(firewall.properties("\"" + path + "colour\":\"blue\"")).contains("blue");
    }
}
