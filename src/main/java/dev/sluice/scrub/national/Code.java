package dev.sluice.scrub.national;

/** The letters and digits of a candidate, in upper case and without separators. Reused; one per thread. */
final class Code {
    /** Longest identifier of the tables. */
    static final int MAX = 20;

    final byte[] chars = new byte[MAX];
    int length;
    /** Whether there is a letter in it that was in lower case. */
    boolean hasLower;
    /** Whether a group after the first one has no digit in it, as if the text went on with words. */
    boolean endsInWords;

    char at(int i) {
        return (char) chars[i];
    }

    int digit(int i) {
        return chars[i] - '0';
    }

    /** 0 to 35 for a digit or a letter, as documents and company numbers count them. */
    int value(int i) {
        return chars[i] <= '9' ? chars[i] - '0' : chars[i] - 'A' + 10;
    }

    boolean hasDigitAt(int i) {
        return chars[i] <= '9';
    }

    /** The digits {@code [from, to)} as a number; 18 at most. */
    long number(int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + digit(i);
        }
        return number;
    }

    int pair(int i) {
        return digit(i) * 10 + digit(i + 1);
    }

    /** Sum of the digits from {@code from} on, each times its weight: 0 to 9, then a for 10, b for 11 and so on. */
    int weighted(int from, String weights) {
        int sum = 0;
        for (int i = 0; i < weights.length(); i++) {
            char weight = weights.charAt(i);
            sum += digit(from + i) * (weight <= '9' ? weight - '0' : weight - 'a' + 10);
        }
        return sum;
    }

    int digits() {
        int digits = 0;
        for (int i = 0; i < length; i++) {
            digits += hasDigitAt(i) ? 1 : 0;
        }
        return digits;
    }

    boolean isUniform(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (chars[i] != chars[from]) {
                return false;
            }
        }
        return true;
    }

    boolean isOneOf(int i, String letters) {
        return letters.indexOf(chars[i]) >= 0;
    }
}
