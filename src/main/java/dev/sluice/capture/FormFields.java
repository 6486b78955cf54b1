package dev.sluice.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a query string or of an urlencoded body, as bytes: {@code data} may be percent-encoded gzip, which no
 * charset survives. A repeated name: the first one counts. Lenient as browsers are: a {@code %} without two hexadecimal
 * digits stands for itself.
 */
final class FormFields {
    private final byte[] source;
    private final int from;
    private final int to;

    FormFields(byte[] source, int from, int to) {
        this.source = source;
        this.from = from;
        this.to = to;
    }

    static FormFields ofQuery(@Nullable String query) {
        byte[] bytes = query == null ? new byte[0] : query.getBytes(StandardCharsets.ISO_8859_1);
        return new FormFields(bytes, 0, bytes.length);
    }

    /** The decoded value; null where there is no such field. */
    byte @Nullable [] bytes(String name) {
        int position = from;
        while (position < to) {
            int end = position;
            while (end < to && source[end] != '&') {
                end++;
            }
            int value = valueOf(name, position, end);
            if (value >= 0) {
                return decode(value, end);
            }
            position = end + 1;
        }
        return null;
    }

    /** A short value as text; null where there is no such field or it is longer than any value that means something. */
    @Nullable
    String text(String name) {
        byte[] value = bytes(name);
        return value == null || value.length > 64 ? null : new String(value, StandardCharsets.ISO_8859_1);
    }

    private int valueOf(String name, int start, int end) {
        int length = name.length();
        if (end - start < length) {
            return -1;
        }
        for (int i = 0; i < length; i++) {
            if (source[start + i] != name.charAt(i)) {
                return -1;
            }
        }
        if (start + length == end) {
            return end;
        }
        return source[start + length] == '=' ? start + length + 1 : -1;
    }

    private byte[] decode(int start, int end) {
        byte[] out = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            byte b = source[i];
            if (b == '+') {
                b = ' ';
            } else if (b == '%' && i + 2 < end) {
                int high = Character.digit(source[i + 1], 16);
                int low = Character.digit(source[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    i += 2;
                }
            }
            out[length++] = b;
        }
        return length == out.length ? out : Arrays.copyOf(out, length);
    }
}
