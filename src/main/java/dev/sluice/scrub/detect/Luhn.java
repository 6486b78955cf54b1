package dev.sluice.scrub.detect;

/** The check digit of ISO/IEC 7812. */
final class Luhn {
    private Luhn() {}

    /** Whether the digits (0 to 9) of {@code [from, to)} end in their check digit. */
    static boolean passes(byte[] digits, int from, int to) {
        int sum = 0;
        for (int i = to - 1; i >= from; i--) {
            int value = digits[i];
            if ((to - i & 1) == 0) {
                value = value * 2 > 9 ? value * 2 - 9 : value * 2;
            }
            sum += value;
        }
        return sum % 10 == 0;
    }
}
