package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1612 Pennsylvania Avenue NW, Washington, DC 20501",
                "351 Fifth Avenue, Floor 34, New York, NY 10119",
                "743 Old Mill Court #2, Springfield, IL 62727",
                "222B Baker Street, London NW1 6XF",
                "12 rue de la Gare, 75003 Paris",
                "12 bis, avenue des Lilas, 75008 Paris",
                "Lindenstraße 21, 80911 Leipzig",
                "Am Mühlbach 42b, 04320 Leipzig",
                "Alte Landstraße 7, D-79098 Freiburg",
                "Calle de Alcalá 47, 3º izq, 28014 Madrid",
                "C/ Gran Vía, 29, 28013 Madrid",
                "Via Roma 13, 20121 Milano MI",
                "Rua Augusta, 151, 1100-053 Lisboa",
                "Avenida Paulista, 1579 - São Paulo - 01310-201",
                "Keizersgracht 124, 1015 CJ Amsterdam",
                "Drottninggatan 6, 111 51 Stockholm",
                "Karl Johans gate 23, 0026 Oslo",
                "Mannerheimintie 13, 00100 Helsinki",
                "ul. Długa 6 m. 3, 31-147 Kraków",
                "Andrássy út 61, 1062 Budapest",
                "Bahnhofstrasse 22, 8001 Zürich",
                "13 O'Connell Street, Dublin D01 F5P2",
                "101 Main St Apt 4B, Toronto, ON M5V 2T6",
                "улица Ленина, 6, Москва, 101000",
                "P.O. Box 1235, Austin, TX 78701"
            })
    void an_address_goes_as_a_whole(String address) throws ScrubFailedException {
        assertThat(firewall.text(address)).isEqualTo("[removed]");
        assertThat(firewall.text("address: " + address + "; thanks")).isEqualTo("address: [removed]; thanks");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Ship to 41 Oak Lane, Dover, DE 19901 before noon | Ship to [removed] before noon
            billing address is Musterweg 3, 12345 Musterstadt. | billing address is [removed].
            address: 13 High Holborn, London WC1V 6DR | address: [removed]
            I live at 46 Elm St | I live at [removed]
            Lieferadresse: Am Markt 2, 04109 Leipzig | Lieferadresse: [removed]
            """)
    void what_stands_around_an_address_stays(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wall Street Journal",
                "12 Wall Street Journal articles",
                "Route 66 diner",
                "5 Star Drive failures",
                "Street food market 9",
                "Address line 9 (optional)",
                "address already in use :::3000",
                "Deliver to 3 Customers",
                "Ship to 12 countries",
                "Version 5, 12345 Builds",
                "Chapter 12, 2023 Edition",
                "Im Jahr 2024, 10000 Besucher",
                "Spring 2024 release",
                "Node 18, 20000 Requests",
                "Gate 22, 12345 Users",
                "Monitoring 5 hosts",
                "Via 5 hops",
                "500 Internal Server Error",
                "2024 Street Style Awards"
            })
    void numbers_beside_words_for_streets_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            DOB: 1981-05-04 | DOB: [removed]
            D.O.B.: 04.05.1981 | D.O.B.: [removed]
            born on 4 May 1981 | born on [removed]
            born May 4, 1981 in Paris | born [removed] in Paris
            born in Paris on 4th of May 1981 | born in Paris on [removed]
            birthday=05/24/1981 | birthday=[removed]
            Geburtsdatum: 04.05.1981 | Geburtsdatum: [removed]
            geb. 4. Mai 1981 | geb. [removed]
            née le 4 mai 1981 à Lyon | née le [removed] à Lyon
            fecha de nacimiento: 4 de mayo de 1981 | fecha de nacimiento: [removed]
            nata a Roma il 4 maggio 1981 | nata a Roma il [removed]
            född 1981-05-04 | född [removed]
            datum narození 4. 5. 1981 | datum narození [removed]
            Дата рождения: 04.05.1981 | Дата рождения: [removed]
            birthdate=19810504 | birthdate=[removed]
            1981-05-04 (date of birth) | [removed] (date of birth)
            """)
    void a_date_goes_where_it_is_said_to_be_of_birth(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "created 2024-05-01",
                "birthday reminder sent 2024-05-01",
                "Birthday campaign started on 2024-06-01",
                "2024-05-01 birthday campaign",
                "NATO 2024-07-09",
                "born on 1981-02-30",
                "born 1881-05-04",
                "DOB: 31.04.1981",
                "Published 3 May 2021"
            })
    void other_dates_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }
}
