package dev.sluice.scrub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of a text at a time. */
final class Words {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private Words() {}

    /** Index of the first quote, backslash or control character of {@code [from, to)}; {@code to} if there is none. */
    static int plainEnd(byte[] b, int from, int to) {
        int i = from;
        while (i + 8 <= to) {
            long word = (long) LONGS.get(b, i);
            // A borrow may mark bytes after a match, never before it: the lowest mark is right.
            long quotes = word ^ ('"' * ONES);
            long backslashes = word ^ ('\\' * ONES);
            long marks = ((quotes - ONES) & ~quotes)
                    | ((backslashes - ONES) & ~backslashes)
                    | ((word - (' ' * ONES)) & ~word);
            marks &= HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += 8;
        }
        while (i < to && b[i] != '"' && b[i] != '\\' && (b[i] < 0 || b[i] >= ' ')) {
            i++;
        }
        return i;
    }

    static int hash(byte[] b, int from, int to) {
        int length = to - from;
        long hash = length;
        if (length >= 8) {
            for (int i = from; i + 8 < to; i += 8) {
                hash = mixed(hash ^ (long) LONGS.get(b, i));
            }
            hash = mixed(hash ^ (long) LONGS.get(b, to - 8));
        } else {
            for (int i = from; i < to; i++) {
                hash = hash << 8 ^ b[i];
            }
            hash = mixed(hash);
        }
        return (int) (hash >>> 32);
    }

    private static long mixed(long value) {
        long product = value * SPREAD;
        return product ^ product >>> 29;
    }
}
