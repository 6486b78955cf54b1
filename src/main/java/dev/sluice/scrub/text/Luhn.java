package dev.sluice.scrub.text;

/** The check digit of ISO/IEC 7812. */
public final class Luhn {
    private static final int VALUE = 0xf;

    private Luhn() {}

    /** Whether the digits of {@code [from, to)} end in their check digit; as values from 0 to 9, or in ASCII. */
    public static boolean passes(byte[] digits, int from, int to) {
        return sum(digits, from, to) % 10 == 0;
    }

    /** Sum of the digits, every second one from the right doubled, and less nine where it has two digits then. */
    public static int sum(byte[] digits, int from, int to) {
        int sum = 0;
        for (int i = to - 1, place = 0; i >= from; i--, place++) {
            int value = (digits[i] & VALUE) << (place & 1);
            sum += value > 9 ? value - 9 : value;
        }
        return sum;
    }
}
