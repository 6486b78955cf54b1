package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.scrub.detect.IpAddress;
import dev.sluice.testsupport.Seeds;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private final ClientAddress addresses = ClientAddress.trustingPrivateRanges();

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7,203.0.113.7",
        "203.0.113.7:4711,203.0.113.7",
        "' 203.0.113.7 ',203.0.113.7",
        "2001:db8::1,2001:db8::1",
        "2001:DB8:0:0:0:0:0:1,2001:db8::1",
        "[2001:db8::1],2001:db8::1",
        "[2001:db8::1]:443,2001:db8::1",
        "::,::",
        "::1,::1",
        "1::,1::",
        "2001:db8:0:1:0:0:0:1,2001:db8:0:1::1",
        "1:0:0:2:0:0:0:3,1:0:0:2::3",
        "::ffff:203.0.113.7,203.0.113.7",
        "::ffff:cb00:7107,203.0.113.7",
        "64:ff9b::192.0.2.33,64:ff9b::c000:221",
    })
    void an_address_is_read_and_written(String text, String written) {
        assertThat(text(ForwardedAddress.parse(text))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4:",
                "1.2.3.4:port",
                "1.2.3.4/8",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "[::1",
                "[::1]x",
                "fe80::1%eth0",
                "<script>",
                "١.٢.٣.٤"
            })
    void anything_else_is_no_address(String text) {
        assertThat(ForwardedAddress.parse(text)).isNull();
    }

    @Property(seed = Seeds.SUITE)
    void no_text_makes_the_reader_fail(@ForAll String text) {
        ForwardedAddress.parse(text);
        addresses.of("10.0.0.1", List.of(text), List.of(), null);
        addresses.of("10.0.0.1", List.of(), List.of(text), text);
    }

    @Test
    void addresses_are_truncated_to_their_network() {
        assertThat(text(read("203.0.113.7").truncated())).isEqualTo("203.0.113.0");
        assertThat(text(read("2001:db8:1:2:3:4:5:6").truncated())).isEqualTo("2001:db8:1::");
    }

    @Test
    void a_stranger_is_not_believed() {
        assertThat(of("198.51.100.1", "203.0.113.7")).isEqualTo("198.51.100.1");
    }

    @Test
    void the_last_untrusted_hop_counts() {
        assertThat(of("10.0.0.1", "1.1.1.1, 203.0.113.7, 192.168.1.5")).isEqualTo("203.0.113.7");
        assertThat(of("::1", "203.0.113.7")).isEqualTo("203.0.113.7");
    }

    @Test
    void several_headers_are_one_list() {
        assertThat(text(addresses.of("10.0.0.1", List.of("1.1.1.1", "203.0.113.7, 10.0.0.2"), List.of(), null)))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void where_every_hop_is_trusted_the_first_is_the_client() {
        assertThat(of("10.0.0.1", "192.168.1.5, 10.0.0.9")).isEqualTo("192.168.1.5");
    }

    @Test
    void a_hop_that_cannot_be_read_ends_the_walk() {
        assertThat(of("10.0.0.1", "203.0.113.7, <script>")).isEqualTo("10.0.0.1");
        assertThat(of("10.0.0.1", "203.0.113.7, junk, 10.0.0.2")).isEqualTo("10.0.0.2");
    }

    @Test
    void forwarded_and_real_ip_count_without_the_common_header() {
        assertThat(text(addresses.of(
                        "10.0.0.1",
                        List.of(),
                        List.of("for=1.1.1.1, proto=https;for=\"[2001:db8::9]:47\""),
                        "1.1.1.1")))
                .isEqualTo("2001:db8::9");
        assertThat(text(addresses.of("10.0.0.1", List.of(), List.of(), "203.0.113.7")))
                .isEqualTo("203.0.113.7");
        assertThat(text(addresses.of("10.0.0.1", List.of("203.0.113.8"), List.of(), "203.0.113.7")))
                .isEqualTo("203.0.113.8");
        assertThat(text(addresses.of("198.51.100.1", List.of(), List.of(), "203.0.113.7")))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void a_list_of_a_thousand_proxies_is_not_followed() {
        String hops = "203.0.113.7" + ", 10.0.0.1".repeat(1_000);

        assertThat(of("10.0.0.1", hops)).isEqualTo("10.0.0.1");
    }

    @Test
    void networks_are_as_configured() {
        ClientAddress own = new ClientAddress(List.of("198.51.100.0/24", " 2001:db8::/33 ", "192.0.2.1"));

        assertThat(text(own.of("198.51.100.77", List.of("1.1.1.1"), List.of(), null)))
                .isEqualTo("1.1.1.1");
        assertThat(text(own.of("2001:db8:7fff::1", List.of("1.1.1.1"), List.of(), null)))
                .isEqualTo("1.1.1.1");
        assertThat(text(own.of("2001:db8:8000::1", List.of("1.1.1.1"), List.of(), null)))
                .isEqualTo("2001:db8:8000::1");
        assertThat(text(own.of("192.0.2.1", List.of("1.1.1.1"), List.of(), null)))
                .isEqualTo("1.1.1.1");
        assertThat(text(own.of("192.0.2.2", List.of("1.1.1.1"), List.of(), null)))
                .isEqualTo("192.0.2.2");
        assertThat(text(new ClientAddress(List.of("0.0.0.0/0")).of("9.9.9.9", List.of("1.1.1.1"), List.of(), null)))
                .isEqualTo("1.1.1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "::/129", "proxy.example.com", "10.0.0.0/-1"})
    void a_bad_network_is_refused(String network) {
        assertThatThrownBy(() -> new ClientAddress(List.of(network))).isInstanceOf(IllegalArgumentException.class);
    }

    private @Nullable String of(String peer, String forwardedFor) {
        return text(addresses.of(peer, List.of(forwardedFor), List.of(), null));
    }

    private static IpAddress read(String text) {
        return Objects.requireNonNull(ForwardedAddress.parse(text));
    }

    private static @Nullable String text(@Nullable IpAddress address) {
        return address == null ? null : address.text();
    }
}
