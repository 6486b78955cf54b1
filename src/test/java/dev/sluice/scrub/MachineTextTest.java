package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MachineTextTest {
    private static final String UUID = "01a20419-DA75-7270-ad29-15743980d0fa";

    @Test
    void a_uuid_and_its_quote_are_seen_at_a_glance() {
        assertThat(isUuid(UUID + '"')).isTrue();
        assertThat(isUuid(UUID)).isFalse();
        assertThat(isUuid(UUID + "a\"")).isFalse();
        assertThat(isUuid(UUID.substring(1) + '"')).isFalse();
    }

    @Test
    void another_byte_anywhere_makes_it_no_uuid() {
        for (int i = 0; i < UUID.length(); i++) {
            for (char other : "g/:@`G -\"\\\u00e9\u0000".toCharArray()) {
                String text = UUID.substring(0, i) + other + UUID.substring(i + 1) + '"';
                boolean same = other == UUID.charAt(i);
                assertThat(isUuid(text)).as("%d %d", i, (int) other).isEqualTo(same);
            }
        }
    }

    private static boolean isUuid(String text) {
        byte[] b = text.getBytes(StandardCharsets.UTF_8);
        return MachineText.isUuidAt(b, 0, b.length);
    }
}
