package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisguiseTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            quoteCharacter = '`',
            value = {
                "to ana%40example.com now            | to [email] now",
                "to ana%2540example.com now          | to [email] now",
                "to %61%6E%61%40%65%2e%64%65 now     | to [email] now",
                "to ana%u0040example.com now         | to [email] now",
                "to ana&#64;example.com now          | to [email] now",
                "to ana&#064example.com now          | to [email] now",
                "to ana&#x40;example&period;com now  | to [email] now",
                "to ana&commat;example.com now       | to [email] now",
                "to ana&amp;#64;example.com now      | to [email] now",
                "to a&ZeroWidthSpace;na&#64;ex&shy;ample.com now | to [email] now",
                "to ana\\u0040example.com now        | to [email] now",
                "to ana\\u{40}example.com now        | to [email] now",
                "to ana\\x40example.com now          | to [email] now",
                "to ana\\100example.com now          | to [email] now",
                "to ana\\U00000040example.com now    | to [email] now",
                "to a=6E=61=40example.com now        | to [email] now",
                "to a n a @ e x . c o m              | to [email]",
                "to a-n-a-@-e-x-.-c-o-m              | to [email]",
                "to ana＠ｅｘａｍｐｌｅ．ｃｏｍ now    | to [email] now",
                "to a\u200bna@exam\u00adple.com now   | to [email] now",
                "card 4242+4242+4242+4242 ok         | card [card] ok",
                "card:\\n4242424242424242 ok           | card:\\n[card] ok",
                "card 4242\u00a04242\u20074242\u202f4242 ok | card [card] ok",
                "card 4242\u20114242\u20134242\u22124242 ok | card [card] ok",
                "card ٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢ ok             | card [card] ok",
                "card ④②④②④②④②④②④②④②④② ok             | card [card] ok",
                "card 4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣ | card [card]",
                "log {\"first_name\":\"Ana\",\"ok\":1} | log {\"first_name\":\"[name]\",\"ok\":1}",
                "?f=%7B%22password%22%3A%22hop%20la%22%7D&p=2 | ?f=%7B%22password%22%3A%22[removed]%22%7D&p=2",
            })
    void a_disguised_value_is_found(String text, String expected) throws Exception {
        assertThat(firewall.text(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%25 sure, 20%OFF, 50% less",
                "Tom &amp; Jerry &lt;b&gt; &copy; 2024 &mdash; AT&T; R&D;",
                "&#128512; &#x1F600; 🇩🇪 3️⃣ 🏆",
                "Привет, мир! Сегодня 12 октября, цена 1\u00a0499 ₽",
                "价格：１２３４元，共５件",
                "E = mc², H₂O, ① ② ③, Don’t “panic” — it’s fine…",
                "^[\\w.+-]+@[\\w-]+$ \\x41\\u0042\\101 C:\\\\new\\\\temp",
                "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
                "v 1 . 2 . 3 - r c . 4",
                "build=3D2024 =E2=9C=93 done",
                "?scale=40foo.bar&w=40px",
                "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
                "src/main/java/dev/example/FooBarBazController",
                "currentSessionEntryReferrerDomainName",
                "log {\"level\":\"info\",\"port\":8080} [[1,2],[3,4]] {foo: bar} [object Object]",
                "%7B%22filter%22%3A%22active%22%2C%22page%22%3A2%7D",
                "\"quoted\" and \"\\\"twice\\\"\"",
                "a+b=c; c++ and c+11, q=blue+shoes+size+42",
            })
    void what_only_looks_encoded_stays(String text) throws Exception {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @Test
    void base64_of_harmless_text_stays() throws Exception {
        String text = "state=" + base64("{\"next\":\"/dashboard\",\"v\":3}") + " " + base64("a harmless sentence");

        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:ana@example.com", "{\"email\":\"ana@example.com\"}", "see %61na%40example.com"})
    void a_value_in_base64_gives_way_to_a_marker(String plain) throws Exception {
        assertThat(firewall.text("state: " + base64(plain) + " end")).isEqualTo("state: [email] end");
        assertThat(firewall.text("/x/" + base64(base64(plain)) + "?y")).isEqualTo("/x/[email]?y");
    }

    @Test
    void an_identifier_of_nine_characters_is_seen_in_base64() throws Exception {
        assertThat(firewall.text("got " + base64("12345678Z"))).isEqualTo("got [removed]");
        assertThat(firewall.text("got " + base64("12345678A"))).isEqualTo("got " + base64("12345678A"));
    }

    @Test
    void words_before_base64_say_what_is_in_it() throws Exception {
        String number = base64("tel 030 1234567, call");

        assertThat(firewall.text("phone " + number)).isEqualTo("phone [phone]");
    }

    @Test
    void a_long_document_in_base64_stays_one() throws Exception {
        String before = "{\"note\":\"" + "nothing to see here ".repeat(20) + "\",\"password\":\"";
        String scrubbed = firewall.text("q " + base64(before + "hop la\"}"));

        assertThat(new String(Base64.getUrlDecoder().decode(scrubbed.substring(2)), StandardCharsets.UTF_8))
                .isEqualTo(before + "[removed]\"}");
    }

    @Test
    void an_identity_in_base64_joins_with_the_plain_one() throws Exception {
        String plain = firewall.event("{\"event\":\"x\",\"distinct_id\":\"ana@example.com\"}");

        assertThat(firewall.event("{\"event\":\"x\",\"distinct_id\":\"" + base64("ana@example.com") + "\"}"))
                .isEqualTo(plain);
    }

    @Test
    void json_that_was_made_a_string_three_times_is_walked() throws Exception {
        assertThat(firewall.properties("\"p\":\"\\\"{\\\\\\\"first_name\\\\\\\":\\\\\\\"Ana\\\\\\\"}\\\"\""))
                .isEqualTo("\"p\":\"\\\"{\\\\\\\"first_name\\\\\\\":\\\\\\\"[name]\\\\\\\"}\\\"\"");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
