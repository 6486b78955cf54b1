package dev.sluice.json;

/** Hexadecimal digits in bytes. */
public final class Hex {
    private Hex() {}

    /** The value of an ASCII hexadecimal digit, -1 for any other byte. */
    public static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** The value of {@code count} digits from {@code from} on; -1 if they do not all stand before {@code to}. */
    public static int value(byte[] bytes, int from, int count, int to) {
        if (from + count > to) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = digit(bytes[i]);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
