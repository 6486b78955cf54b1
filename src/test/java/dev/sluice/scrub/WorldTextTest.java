package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Languages beyond those of the first lists, and what their scripts do to the borders of words. */
class WorldTextTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Vážená paní Alena Malá, | Vážená paní [name],
            Vážený pane Malý, děkujeme | Vážený pane [name], děkujeme
            Kedves Balogh Péter! | Kedves [name]!
            Ügyfél neve: Balogh Péter | Ügyfél neve: [name]
            Müşteri adı: Deniz Kaya | Müşteri adı: [name]
            Ονοματεπώνυμο: Νίκος Λάμπρου | Ονοματεπώνυμο: [name]
            Ім'я: Тарас Мельник | Ім'я: [name]
            Шановний Тарас Мельник, вітаємо | Шановний [name], вітаємо
            Мене звати Тарас Мельник | Мене звати [name]
            الاسم الكامل: سامي خالد | الاسم الكامل: [name]
            שם מלא: נועה לוין | שם מלא: [name]
            नाम: सुनील वर्मा | नाम: [name]
            Họ và tên: Phạm Quốc Anh | Họ và tên: [name]
            Kính gửi anh Phạm Quốc Anh, | Kính gửi anh [name],
            Nama lengkap: Agus Wijaya | Nama lengkap: [name]
            Nume: Radu Munteanu | Nume: [name]
            Stimate domnule Radu Munteanu, | Stimate domnule [name],
            Asiakkaan nimi: Liisa Laine | Asiakkaan nimi: [name]
            """)
    void a_name_goes_in_more_languages(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sayın Müşterimiz, siparişiniz yolda",
                "Kedves Vásárlónk!",
                "Vážený zákazníku,",
                "Шановний клієнте!",
                "Xin chào bạn,",
                "Halo semua,",
                "Jméno je povinné",
                "Név megadása kötelező",
                "Dear Life",
                "Der Herr der Ringe",
                "Don Giovanni",
                "Lady Macbeth tickets",
                "Judge Dredd",
                "Username is taken",
                "name=landing_page_b",
                "git@github.com",
                "password = input(\"Password: \")"
            })
    void what_announces_nobody_stays(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            住所：東京都港区芝公園4-2-8 | 住所：[removed]
            配送先: 京都府京都市下京区烏丸通12番地 | 配送先: [removed]
            地址：北京市海淀区中关村大街27号 | 地址：[removed]
            寄往杭州市西湖区文三路90号3楼 | [removed]
            """)
    void an_address_without_spaces_goes(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"東京都の人口は1400万人です", "市区町村の数は1741です", "上海市浦东新区人口568万", "第3章 第12号", "共有12号商品"})
    void a_number_after_names_of_places_stays(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            邮箱ana@example.com已被注册 | 邮箱[email]已被注册
            宛先：ana@example.com、bo@example.jp | 宛先：[email]、[email]
            用户@例子.公司 | [email]
            """)
    void an_address_does_not_take_the_words_around_it(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text("to " + text)).isEqualTo("to " + scrubbed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Data nașterii: 03.11.1979 | Data nașterii: [removed]
            Дата народження: 03.11.1979 | Дата народження: [removed]
            Születési idő: 1979.11.03. | Születési idő: [removed].
            """)
    void a_date_of_birth_goes(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parolă: ⟦Brasov_77x¦!⟧",
                "mật khẩu: ⟦Hanoi_77x¦!⟧",
                "kata sandi: ⟦Bandung_77x¦!⟧",
                "κωδικός: ⟦Patra_77x¦!⟧",
                "<apiKey>⟦q7Zr¦Tt09LmWbX3⟧</apiKey>",
                "<ns:clientSecret>⟦q7Zr¦Tt09LmWbX3⟧</ns:clientSecret>",
                "BUNDLE_GEMS__EXAMPLE__COM=⟦0a1b2c3d:4e5f¦6a7b⟧",
                "BUNDLE_GEMS__EXAMPLE__COM: \"⟦0a1b2c3d:4e5f¦6a7b⟧\"",
                "<token>null</token><count>3</count>",
                "<password><rule>8</rule></password>",
                "BUNDLE_MIRROR__RUBYGEMS=https://rubygems.org"
            })
    void a_secret_goes(String marked) throws ScrubFailedException {
        SecretText.of(marked).check(firewall);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <row><lastName>Quist</lastName></row> | <row><lastName>[name]</lastName></row>
            <phone>none</phone><title>Mine</title> | <phone>none</phone><title>Mine</title>
            <pin>left</pin> | <pin>left</pin>
            """)
    void an_element_says_what_it_holds(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }
}
