package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTextTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from 203.0.113.71:443 | from [ip]:443
            http://203.0.113.71/x | http://[ip]/x
            [2001:db8:0:7::71]:443 | [[ip]]:443
            ::ffff:203.0.113.71 | [ip]
            64:ff9b::203.0.113.71 | [ip]
            fe80::1c2:3d4%eth0 up | [ip] up
            (192.168.7.71) | ([ip])
            joined from 10.7.0.71. | joined from [ip].
            2a0e::7 | [ip]
            """)
    void addresses_give_way_to_a_marker(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "[::1]:80",
                "0.0.0.0",
                "::",
                "255.255.255.255",
                "10.0.0.0/8",
                "203.0.113.0",
                "2001:db8::/32",
                "10.7.0.71:5432 refused",
                "http://192.168.7.71/",
                "[fd00::71]:80",
                "v10.7.0.71",
                "Chrome/120.0.6099.109",
                "section 1.2.3.4",
                "ab::cd",
                "face::1",
                "Foo::Bar1::baz2",
                "1:2:3:4"
            })
    void addresses_of_nobody_and_what_only_looks_like_one_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00:1b:44:11:3a:b7",
                "8A-43-F1-57-1D-50",
                "001b.4411.3ab7",
                "ab:bc:cd:de:ef:fa",
                "AB-BC-CD-DE-EF-FA",
                "abbc.cdde.effa",
                "12:34:56:78:90:12"
            })
    void hardware_addresses_are_removed_in_all_notations(String address) throws ScrubFailedException {
        assertThat(firewall.text("mac " + address + " up")).isEqualTo("mac [removed] up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00:1b:44:11:3a",
                "00:1b:44:11:3a:b7:00",
                "10:2F:33-AC-29-C3",
                "ff:ff:ff:ff:ff:ff",
                "00-00-00-00-00-00",
                "12:34:56:78:90:12",
                "12-34-56-78-90-12",
                "2024.0102.0304",
                "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
            })
    void dumps_and_times_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            IMEI 351234560123457 | IMEI [removed]
            imei: 86-012345-678901-4 | imei: [removed]
            """)
    void a_device_identity_needs_its_name(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"351234560123457", "IMEI 351234560123458", "imei missing"})
    void without_name_or_check_digit_it_stays(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            at 48.20849, 16.37208 now | at [removed] now
            -33.86881;151.20931 | [removed]
            geo:48.2085,16.3721 | geo:[removed]
            ?ll=48.2085,16.3721&z=3 | ?ll=[removed]&z=3
            https://maps.example/@48.20849,16.37208,17z | https://maps.example/@[removed],17z
            lat=48.2085, lon=-16.3721 | lat=[removed], lon=[removed]
            breite 48.2085 länge 16.3721 | breite [removed] länge [removed]
            48.2085° N, 16.3721° E | [removed], [removed]
            48°12'30.6"N 16°22'19.5"E | [removed] [removed]
            """)
    void coordinates_are_removed(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "temperature 12.34567",
                "loss=0.12345, acc=0.98765",
                "0.12345, 0.98765",
                "1.00000, 1.00000",
                "matrix(1, 0, 0, 1, 44.42755, 16.50742)",
                "translate(12.34567, 23.45678)",
                "M12.34567,23.45678L34.56789,45.67890",
                "[12.34567, 23.45678, 34.56789]",
                "how long 12.34567 seconds",
                "prices 12.3456, 23.4567",
                "248.20849, 116.37208"
            })
    void vectors_and_single_numbers_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }
}
