package dev.sluice.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where JSON values end, with a full check of the syntax (RFC 8259) but without looking at what they mean. Bytes at or
 * above 0x80 inside strings are passed over; {@link Utf8} checks those.
 */
public final class JsonSkip {
    /** Deepest nesting of arrays and objects that is followed; deeper documents are refused. */
    public static final int MAX_DEPTH = 512;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030303030303030L;
    /** Lifts what is no digit, less a zero, above 0x7f. */
    private static final long NO_DIGIT = 0x7676767676767676L;

    private static final long HIGH_BITS = 0x8080808080808080L;

    private static final boolean[] PLAIN_IN_STRING = new boolean[256];

    static {
        for (int b = 0x20; b < 256; b++) {
            PLAIN_IN_STRING[b] = b != '"' && b != '\\';
        }
    }

    private JsonSkip() {}

    /** Index of the first byte at or after {@code from} that is not JSON white space; {@code to} if there is none. */
    public static int space(byte[] document, int from, int to) {
        int i = from;
        while (i < to && document[i] <= ' ' && isSpace(document[i])) {
            i++;
        }
        return i;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /**
     * Index after the value that starts at {@code from}, where no white space may stand.
     *
     * @throws MalformedJsonException if no complete value starts there or it is nested deeper than {@link #MAX_DEPTH}
     */
    public static int value(byte[] document, int from, int to) throws MalformedJsonException {
        return orThrow("not a JSON value", tryValue(document, from, to, 0));
    }

    /** Index after the string whose opening quote stands at {@code from}. */
    public static int string(byte[] document, int from, int to) throws MalformedJsonException {
        return orThrow("not a JSON string", from < to && document[from] == '"' ? tryString(document, from, to) : ~from);
    }

    /** Index after the number that starts at {@code from}. */
    public static int number(byte[] document, int from, int to) throws MalformedJsonException {
        int end = shortInteger(document, from);
        if (end > from && end < to && (document[end] == ',' || document[end] == '}')) {
            return end;
        }
        return orThrow("not a JSON number", tryNumber(document, from, to));
    }

    /** Index after the {@code true}, {@code false} or {@code null} that starts at {@code from}. */
    public static int literal(byte[] document, int from, int to) throws MalformedJsonException {
        return orThrow("not a JSON value", tryLiteral(document, from, to));
    }

    /** Index after the escape sequence whose backslash stands at {@code from}. */
    public static int escape(byte[] document, int from, int to) throws MalformedJsonException {
        return orThrow("not an escape sequence", tryEscape(document, from, to));
    }

    /** Whether {@code [from, to)} is one JSON value with nothing but white space around it. */
    public static boolean isValue(byte[] document, int from, int to) {
        int end = tryValue(document, space(document, from, to), to, 0);
        return end >= 0 && space(document, end, to) == to;
    }

    /** Index after the value that starts at {@code from}; if none does, the complement of where a mistake was noticed. */
    public static int endOrMistake(byte[] document, int from, int to) {
        return tryValue(document, from, to, 0);
    }

    /** Index after the digits at {@code from}, one to seven of them without a leading zero; {@code from} if it is anything else. */
    private static int shortInteger(byte[] b, int from) {
        if (from + 8 > b.length || b[from] == '0') {
            return from;
        }
        long digits = (long) LONGS.get(b, from) ^ ZEROS;
        // A byte above 0x7f may spoil the ones after it, but ends the number anyway.
        long others = (digits + NO_DIGIT | digits) & HIGH_BITS;
        return others == 0 ? from : from + (Long.numberOfTrailingZeros(others) >>> 3);
    }

    private static int orThrow(String what, int result) throws MalformedJsonException {
        if (result < 0) {
            throw new MalformedJsonException(what, ~result);
        }
        return result;
    }

    // Each of these answers the index after what it read, or the complement of the index at which it noticed a mistake:
    // trying a text that turns out not to be JSON must not cost an exception.

    private static int tryValue(byte[] b, int i, int to, int depth) {
        if (i >= to) {
            return ~i;
        }
        return switch (b[i]) {
            case '"' -> tryString(b, i, to);
            case '{' -> depth == MAX_DEPTH ? ~i : tryObject(b, i, to, depth + 1);
            case '[' -> depth == MAX_DEPTH ? ~i : tryArray(b, i, to, depth + 1);
            case 't', 'f', 'n' -> tryLiteral(b, i, to);
            default -> tryNumber(b, i, to);
        };
    }

    private static int tryObject(byte[] b, int open, int to, int depth) {
        int i = space(b, open + 1, to);
        if (i < to && b[i] == '}') {
            return i + 1;
        }
        while (true) {
            if (i >= to || b[i] != '"') {
                return ~i;
            }
            i = tryString(b, i, to);
            if (i < 0) {
                return i;
            }
            i = space(b, i, to);
            if (i >= to || b[i] != ':') {
                return ~i;
            }
            i = tryValue(b, space(b, i + 1, to), to, depth);
            if (i < 0) {
                return i;
            }
            i = space(b, i, to);
            if (i < to && b[i] == '}') {
                return i + 1;
            }
            if (i >= to || b[i] != ',') {
                return ~i;
            }
            i = space(b, i + 1, to);
        }
    }

    private static int tryArray(byte[] b, int open, int to, int depth) {
        int i = space(b, open + 1, to);
        if (i < to && b[i] == ']') {
            return i + 1;
        }
        while (true) {
            i = tryValue(b, i, to, depth);
            if (i < 0) {
                return i;
            }
            i = space(b, i, to);
            if (i < to && b[i] == ']') {
                return i + 1;
            }
            if (i >= to || b[i] != ',') {
                return ~i;
            }
            i = space(b, i + 1, to);
        }
    }

    private static int tryString(byte[] b, int open, int to) {
        int i = open + 1;
        while (i < to) {
            byte c = b[i];
            if (PLAIN_IN_STRING[c & 0xff]) {
                i++;
            } else if (c == '"') {
                return i + 1;
            } else if (c == '\\') {
                i = tryEscape(b, i, to);
                if (i < 0) {
                    return i;
                }
            } else {
                return ~i;
            }
        }
        return ~to;
    }

    private static int tryEscape(byte[] b, int i, int to) {
        if (i + 1 >= to) {
            return ~to;
        }
        return switch (b[i + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 2;
            case 'u' -> {
                int end = i + 2;
                while (end < to && end < i + 6 && Hex.digit(b[end]) >= 0) {
                    end++;
                }
                yield end == i + 6 ? end : ~end;
            }
            default -> ~i;
        };
    }

    private static int tryNumber(byte[] b, int from, int to) {
        int i = from < to && b[from] == '-' ? from + 1 : from;
        if (i < to && b[i] == '0') {
            i++;
        } else {
            int digits = i;
            i = digits(b, i, to);
            if (i == digits) {
                return ~i;
            }
        }
        if (i < to && b[i] == '.') {
            int fraction = i + 1;
            i = digits(b, fraction, to);
            if (i == fraction) {
                return ~i;
            }
        }
        if (i < to && (b[i] == 'e' || b[i] == 'E')) {
            int exponent = i + 1;
            if (exponent < to && (b[exponent] == '+' || b[exponent] == '-')) {
                exponent++;
            }
            i = digits(b, exponent, to);
            if (i == exponent) {
                return ~i;
            }
        }
        return i;
    }

    private static int digits(byte[] b, int from, int to) {
        int i = from;
        while (i < to && b[i] >= '0' && b[i] <= '9') {
            i++;
        }
        return i;
    }

    private static int tryLiteral(byte[] b, int i, int to) {
        if (i >= to) {
            return ~i;
        }
        return switch (b[i]) {
            case 't' -> i + 4 <= to && b[i + 1] == 'r' && b[i + 2] == 'u' && b[i + 3] == 'e' ? i + 4 : ~i;
            case 'n' -> i + 4 <= to && b[i + 1] == 'u' && b[i + 2] == 'l' && b[i + 3] == 'l' ? i + 4 : ~i;
            case 'f' ->
                i + 5 <= to && b[i + 1] == 'a' && b[i + 2] == 'l' && b[i + 3] == 's' && b[i + 4] == 'e' ? i + 5 : ~i;
            default -> ~i;
        };
    }
}
