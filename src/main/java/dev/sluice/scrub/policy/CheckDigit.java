package dev.sluice.scrub.policy;

import java.util.Locale;

/** The sums that make a number of the project's own recognisable among others of the same shape. */
public enum CheckDigit {
    NONE {
        @Override
        boolean holds(byte[] b, int from, int to) {
            return true;
        }
    },
    /** ISO/IEC 7812-1: every second digit from the right doubled. */
    LUHN {
        @Override
        boolean holds(byte[] b, int from, int to) {
            int sum = 0;
            boolean doubled = false;
            for (int i = to - 1; i >= from; i--) {
                if (isDigit(b[i])) {
                    int digit = b[i] - '0';
                    int weighted = doubled ? digit * 2 : digit;
                    sum += weighted > 9 ? weighted - 9 : weighted;
                    doubled = !doubled;
                }
            }
            return sum % 10 == 0;
        }
    },
    /** ISO/IEC 7064, MOD 97-10: the number, letters counted from 10 on, leaves 1. */
    MOD97 {
        @Override
        boolean holds(byte[] b, int from, int to) {
            int remainder = 0;
            for (int i = from; i < to; i++) {
                int letter = (b[i] | 0x20) - 'a';
                if (isDigit(b[i])) {
                    remainder = (remainder * 10 + b[i] - '0') % 97;
                } else if (letter >= 0 && letter < 26) {
                    remainder = (remainder * 100 + letter + 10) % 97;
                }
            }
            return remainder == 1;
        }
    },
    /** Weights 1, 2, 3 … from the right, an X at the end for ten, as on books. */
    MOD11 {
        @Override
        boolean holds(byte[] b, int from, int to) {
            int sum = 0;
            int weight = 1;
            for (int i = to - 1; i >= from; i--) {
                boolean ten = weight == 1 && (b[i] | 0x20) == 'x';
                if (ten || isDigit(b[i])) {
                    sum += weight * (ten ? 10 : b[i] - '0');
                    weight++;
                }
            }
            return sum % 11 == 0;
        }
    },
    /** Verhoeff's dihedral check. */
    VERHOEFF {
        @Override
        boolean holds(byte[] b, int from, int to) {
            int check = 0;
            int position = 0;
            for (int i = to - 1; i >= from; i--) {
                if (isDigit(b[i])) {
                    check = product(check, permuted(position++, b[i] - '0'));
                }
            }
            return check == 0;
        }
    };

    private static final String PERMUTATION = "1576283094";

    /** Whether the digits of {@code [from, to)} add up; what is no digit is passed over. */
    abstract boolean holds(byte[] b, int from, int to);

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** In the dihedral group of the pentagon: 0 to 4 are turns, 5 to 9 reflections. */
    private static int product(int a, int b) {
        if (a < 5) {
            return b < 5 ? (a + b) % 5 : (a + b) % 5 + 5;
        }
        return b < 5 ? (a - b + 5) % 5 + 5 : (a - b + 5) % 5;
    }

    private static int permuted(int times, int digit) {
        int result = digit;
        for (int i = 0; i < times % 8; i++) {
            result = PERMUTATION.charAt(result) - '0';
        }
        return result;
    }
}
