package dev.sluice.scrub.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of a text at a time. */
public final class Words {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private Words() {}

    /** The eight bytes from {@code i} on, the first one lowest. */
    public static long at(byte[] b, int i) {
        return (long) LONGS.get(b, i);
    }

    /** The bytes from {@code i} to {@code to}, eight at most; above them 0. */
    public static long upTo(byte[] b, int i, int to) {
        int count = to - i;
        if (count >= 8) {
            return at(b, i);
        }
        if (i + 8 <= b.length) {
            return lowest(at(b, i), count);
        }
        long word = 0;
        for (int j = to - 1; j >= i; j--) {
            word = word << 8 | (b[j] & 0xff);
        }
        return word;
    }

    /** The lowest {@code count} bytes of a word, fewer than eight. */
    public static long lowest(long word, int count) {
        return word & ~(-1L << (count << 3));
    }

    /** Ones for the lowest {@code count} bytes, for none if it is negative, for all eight if it is larger. */
    public static long mask(int count) {
        return count >= 8 ? -1L : count <= 0 ? 0 : lowest(-1L, count);
    }

    /** The highest bit of each byte that is a quote, a backslash or a control character; only the lowest one is sure. */
    public static long ends(long word) {
        long quotes = word ^ ('"' * ONES);
        long backslashes = word ^ ('\\' * ONES);
        // A borrow may mark bytes after a match, never before it.
        long marks =
                ((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes) | ((word - (' ' * ONES)) & ~word);
        return marks & HIGH_BITS;
    }

    /** Index of the first quote, backslash or control character of {@code [from, to)}; {@code to} if there is none. */
    public static int plainEnd(byte[] b, int from, int to) {
        int i = from;
        while (i + 8 <= to) {
            long marks = ends(at(b, i));
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += 8;
        }
        while (i < to && isPlain(b[i])) {
            i++;
        }
        return i;
    }

    /** Index of the first {@code wanted}, an ASCII character, of {@code [from, to)}; {@code to} if there is none. */
    public static int indexOf(byte[] b, int from, int to, char wanted) {
        int i = from;
        while (i + 8 <= to) {
            long other = at(b, i) ^ (wanted * ONES);
            long marks = (other - ONES) & ~other & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += 8;
        }
        while (i < to && b[i] != wanted) {
            i++;
        }
        return i;
    }

    /** Index of the first byte of {@code [from, to)} that is not ASCII; {@code to} if all are. */
    public static int asciiEnd(byte[] b, int from, int to) {
        int i = from;
        while (i + 8 <= to) {
            long marks = at(b, i) & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += 8;
        }
        while (i < to && b[i] >= 0) {
            i++;
        }
        return i;
    }

    /** Index of the first opening brace or bracket of {@code [from, to)}; {@code to} if there is none. */
    public static int braceOrBracket(byte[] b, int from, int to) {
        int i = from;
        while (i + 8 <= to) {
            // The two differ by the bit of lower case.
            long other = (at(b, i) | (' ' * ONES)) ^ ('{' * ONES);
            long marks = (other - ONES) & ~other & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += 8;
        }
        while (i < to && b[i] != '{' && b[i] != '[') {
            i++;
        }
        return i;
    }

    public static boolean isPlain(byte b) {
        return b != '"' && b != '\\' && (b < 0 || b >= ' ');
    }

    /** Whether all eight bytes are hexadecimal digits in either case. */
    public static boolean areHex(long word) {
        long digit = word ^ ('0' * ONES);
        long noDigit = digit + (0x80 - 10) * ONES;
        long letter = (word | 0x20 * ONES) ^ (0x60 * ONES);
        long noLetter = ~(letter + 0x7f * ONES) | (letter + (0x80 - 7) * ONES);
        return (((noDigit & noLetter) | word) & HIGH_BITS) == 0;
    }

    /** One step of a hash over words, which starts at 0 and ends with {@link #hash(long, int)}. */
    public static long step(long hash, long word) {
        long product = (hash ^ word) * SPREAD;
        return product ^ product >>> 29;
    }

    public static int hash(long steps, int length) {
        return (int) (steps >>> 32) + length;
    }

    public static int hash(byte[] b, int from, int to) {
        long steps = 0;
        for (int i = from; i < to; i += 8) {
            steps = step(steps, upTo(b, i, to));
        }
        return hash(steps, to - from);
    }
}
