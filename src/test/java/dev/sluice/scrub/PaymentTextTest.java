package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentTextTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            paid with 4111222233334448 | paid with [card]
            4111 2222 3333 4448 04/27 | [card] 04/27
            4111-2222-3333-4448! | [card]!
            41112222 33334448 | [card]
            3712 345678 90120 | [card]
            30123456789019 | [card]
            2223123456789012 | [card]
            card 4111222233331 | card [card]
            Karte 50181234567896 | Karte [card]
            card no 6217123456789012341 | card no [card]
            credit card: 122123456789018 | credit card: [card]
            pan=4111 2222 3333 4448 | pan=[card]
            卡号4111222233334448 | 卡号[card]
            """)
    void card_numbers_give_way_to_a_marker(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111222233334449",
                "4111222333370",
                "6217123456789012341",
                "122123456789018",
                "1700000000000000",
                "4111222233334448a",
                "ref-4111222233334448-x",
                "0.4111222233334448"
            })
    void what_fails_a_check_or_is_part_of_a_word_stays(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            to DE75120300001020304050, today | to [removed], today
            DE75 1203 0000 1020 3040 50 bitte | [removed] bitte
            gb98barc20714583608387 | [removed]
            FR17-3000-1007-9412-3456-789N-185 | [removed]
            refund_iban=NL93 RABO 0123 4567 80 | refund_iban=[removed]
            NO03 6086 1234 562 ok | [removed] ok
            MT62MALT011000012345MTLCAST002X | [removed]
            IT55X0300203280772543651429 | [removed]
            PL20102055581111123456789012 | [removed]
            """)
    void account_numbers_of_every_country_are_removed(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE75120300001020304051",
                "DE7512030000102030405",
                "DE75120300001020304050A",
                "GB98barc20714583608387",
                "XX75120300001020304050",
                "IT is 12 3456 7890"
            })
    void what_is_no_account_number_stays(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            routing number 021405121 | routing number [removed]
            ABA: 123000220 | ABA: [removed]
            0214-0512-1 | [removed]
            sort code 20-71-45, account no 83608387 | sort code [removed], account no [removed]
            Kontonummer 1020304 | Kontonummer [removed]
            """)
    void bank_numbers_need_a_word_or_their_dress(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "121000358",
                "routing number 021405122",
                "routing took 123456789 ns",
                "sort code quality 12345678",
                "user account 12345678",
                "account id 123456789012",
                "my account number of items 12345678",
                "checking 12345678 rows"
            })
    void other_numbers_of_that_length_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1NcLSDHB3Q4HwAdaNoqN6jkwEvAVVKLunq",
                "3PJMMkmcbJNg2LL1VuVxXN7sPSTD1EpjEe",
                "LgqHhRb184JMByKjYwpfNkphT8XmZGL4wq",
                "TXaYSGeuC8BF6LhCy5V5ctT59huohur51i",
                "bc1qa5ykcc5mdzvhqwzyy73x0906dv3sksecaw8u4g",
                "BC1QA5YKCC5MDZVHQWZYY73X0906DV3SKSECAW8U4G",
                "bc1pprt4x8anym0sfc49dda8rwmp05mdm559hpex6qu4n3g35c4zt0cscwrntc",
                "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
                "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
            })
    void wallets_are_removed(String wallet) throws ScrubFailedException {
        assertThat(firewall.text("sent to " + wallet + ".")).isEqualTo("sent to [removed].");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1NcLSDHB3Q4HwAdaNoqN6jkwEvAVVKLunr",
                "bc1qa5ykcc5mdzvhqwzyy73x0906dv3sksecaw8u4h",
                "bc1qA5ykcc5mdzvhqwzyy73x0906dv3sksecaw8u4g",
                "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eb48",
                "a0b86991c6218b36c1d19d4a2e9eb0ce3606eb48",
                "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48a0b86991c6218b36c1d19d4a",
                "0x0000000000000000000000000000000000000000"
            })
    void what_fails_a_checksum_stays(String code) throws ScrubFailedException {
        assertThat(firewall.text(code)).isEqualTo(code);
    }
}
