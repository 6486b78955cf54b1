package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneTextTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            at +49 171 2345678 now | at [phone] now
            +44 (0)20 7946 0123 | [phone]
            (+49) 171 2345678 | [phone]
            ++1 (212) 555-0187 | [phone]
            +12125550187 20 items | [phone] 20 items
            +12125550187 12345678 | [phone] 12345678
            +1.212.555.0187 x12 | [phone] x12
            +12125550187x12 | [phone]x12
            +351 912 345 678, +34 612 345 678 | [phone], [phone]
            0049 171 2345678 | [phone]
            011 44 20 7946 0123 | [phone]
            (212) 555-0187 or 212.555.0187 | [phone] or [phone]
            (212)5550187 | [phone]
            1-212-555-0187 | [phone]
            """)
    void what_is_dressed_like_a_number_needs_no_word(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "020 7946 0123",
                "07912345678",
                "0171-2345678",
                "06 12 34 56 79",
                "06.12.34.56.79",
                "090-1234-5679",
                "0 532 123 45 68",
                "532 123 45 68",
                "8 (916) 123-45-68",
                "44 7912 345678",
                "(11) 98765-4322",
                "212 555 0187"
            })
    void a_text_that_is_a_number_in_groups_needs_no_word(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo("[phone]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            phone 2125550187 | phone [phone]
            userPhone=2125550187 | userPhone=[phone]
            Tel.0171 2345678 | Tel.[phone]
            Tel.: 030/2345678 | Tel.: [phone]
            rufen Sie 0171 2345678 an | rufen Sie [phone] an
            Handy: 0171/2345678 | Handy: [phone]
            appelez le 06 12 34 56 79 | appelez le [phone]
            llámame al 612 345 679 | llámame al [phone]
            cellulare 347 1234568 | cellulare [phone]
            telefone 11 98765-4322 | telefone [phone]
            telefoon 06-12345679 | telefoon [phone]
            mobil 070-123 45 68 | mobil [phone]
            tlf 22 33 44 56 | tlf [phone]
            puh. 040 1234568 | puh. [phone]
            zadzwoń 601 234 568 | zadzwoń [phone]
            Cep no: 05321234568 | Cep no: [phone]
            тел. 89161234568 | тел. [phone]
            звоните 8-916-123-45-68 | звоните [phone]
            电话：13812345679 | 电话：[phone]
            電話は090-1234-5679です | 電話は[phone]です
            번호는 010-1234-5679입니다 | 번호는 [phone]입니다
            هاتف 0501234568 | هاتف [phone]
            טלפון 052-1234568 | טלפון [phone]
            โทร 081-234-5679 | โทร [phone]
            call me on 12345678 | call me on [phone]
            call Jo at 212 555 0187 | call Jo at [phone]
            phones 2125550187,2125550188 | phones [phone],[phone]
            My number is 13812345679 | My number is [phone]
            """)
    void a_word_says_what_the_digits_are(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order 0123456789 shipped",
                "order 0612-345678 shipped",
                "ISBN 0-306-40615-2",
                "EAN 4006381333931",
                "UPC 012345678905",
                "seq 00012345678",
                "2024-01-15 10:20:30,123 INFO",
                "from 12.01.2024 to 23.05.2024 call",
                "call failed at 1700000000",
                "call 20240115 at noon",
                "API call took 1234567 ms",
                "call id 12345678",
                "phone model 3310 build 12345678",
                "mobile app version 12345678",
                "reach 1234567 users",
                "we called 1234567 functions",
                "ring 1 2 3 4 5 6 7",
                "ring buffer size 1234567",
                "contact lens order 12345678",
                "handy guide 12345678",
                "my number of visits 1234567",
                "total: 12 345 678",
                "price 1 234 567,89 EUR",
                "score +100 -200",
                "a + 123456789",
                "UTC+0100",
                "stamp +20240101120000",
                "$212-555-0187",
                "¥212-555-0187",
                "212-555-0187%",
                "sku-212-555-0187",
                "abc212-555-0187def",
                "200-300-4000",
                "80.585 [79.964, 81.191]",
                "(2024) 1234567",
                "046 454 287",
                "04104-2346",
                "0606-8157-0893",
                "5314 0183 1929 6148",
                "9171234567",
                "12345678901"
            })
    void other_numbers_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }
}
