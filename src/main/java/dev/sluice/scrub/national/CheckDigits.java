package dev.sluice.scrub.national;

import dev.sluice.scrub.text.Luhn;

/** Check digit schemes that several countries share. All work on at most {@link Code#MAX} characters. */
final class CheckDigits {
    private static final String[] DIHEDRAL = {
        "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
        "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"
    };
    private static final String[] PERMUTED = {
        "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"
    };

    private CheckDigits() {}

    /** ISO/IEC 7812 annex B, with the check digit last in {@code [from, to)}. */
    static boolean luhn(Code code, int from, int to) {
        return Luhn.passes(code.chars, from, to);
    }

    /** Verhoeff's scheme over {@code [0, to)} and the digit at {@code check}. */
    static boolean verhoeff(Code code, int to, int check) {
        int state = code.digit(check);
        for (int i = to - 1, place = 1; i >= 0; i--, place++) {
            int permuted = PERMUTED[place & 7].charAt(code.digit(i)) - '0';
            state = DIHEDRAL[state].charAt(permuted) - '0';
        }
        return state == 0;
    }

    /** ISO 7064 MOD 11,10 over {@code [from, to)}, the check digit being the last. */
    static boolean mod1110(Code code, int from, int to) {
        int product = 10;
        for (int i = from; i < to - 1; i++) {
            int sum = (product + code.digit(i)) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == code.digit(to - 1);
    }

    /** Mod 11 counted down, where a remainder of 10 has no digit and is never given out. */
    static boolean mod11(Code code, int from, String weights) {
        int check = (11 - code.weighted(from, weights) % 11) % 11;
        return check == code.digit(from + weights.length());
    }

    /** The same where 10 is written as 0. */
    static boolean mod11Or0(Code code, int from, String weights) {
        int check = (11 - code.weighted(from, weights) % 11) % 11 % 10;
        return check == code.digit(from + weights.length());
    }

    static boolean mod10(Code code, int from, String weights) {
        int check = (10 - code.weighted(from, weights) % 10) % 10;
        return check == code.digit(from + weights.length());
    }
}
