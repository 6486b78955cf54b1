package dev.sluice.scrub.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhonePlansTest {
    @ParameterizedTest
    @CsvSource({
        "12125550187, 1, true, true",
        "447912345678, 2, true, true",
        "442079460123, 2, true, false",
        "33612345679, 2, true, true",
        "33112345679, 2, true, false",
        "905321234568, 2, true, true",
        "9721234, 3, false, false",
        "4412, 2, false, false",
        "35391234567, 3, true, false"
    })
    void a_number_has_its_code_its_length_and_its_first_digits(
            String number, int codeLength, boolean exists, boolean isMobile) {
        byte[] digits = digits(number);

        assertThat(PhonePlans.codeLength(digits, 0, digits.length)).isEqualTo(codeLength);
        PhonePlan plan = PhonePlans.of(digits, 0, codeLength);
        assertThat(plan.has(digits, codeLength, digits.length)).isEqualTo(exists);
        assertThat(plan.hasMobile(digits, codeLength, digits.length)).isEqualTo(isMobile);
    }

    @ParameterizedTest
    @CsvSource({"0123", "210", "999", "80"})
    void not_every_start_is_a_calling_code(String number) {
        byte[] digits = digits(number);

        assertThat(PhonePlans.codeLength(digits, 0, digits.length)).isZero();
    }

    private static byte[] digits(String text) {
        byte[] digits = new byte[text.length()];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) (text.charAt(i) - '0');
        }
        return digits;
    }
}
