package dev.sluice.capture;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes uuids as bytes, in the forms that PostHog's parser takes: with or without hyphens, braces or URN prefix. */
final class UuidText {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final String URN = "urn:uuid:";

    private UuidText() {}

    /** The uuid in a checked JSON string without its quotes; null if it is none. */
    static @Nullable UUID parse(byte[] text, int from, int to) {
        int start = from;
        int end = to;
        if (end - start == 38 && text[start] == '{' && text[end - 1] == '}') {
            start++;
            end--;
        } else if (end - start == 36 + URN.length() && startsWithUrn(text, start)) {
            start += URN.length();
        }
        boolean isPlain = end - start == 32;
        if (!isPlain && end - start != 36) {
            return null;
        }
        long high = 0;
        long low = 0;
        int digits = 0;
        for (int i = start; i < end; i++) {
            int at = i - start;
            if (!isPlain && (at == 8 || at == 13 || at == 18 || at == 23)) {
                if (text[i] != '-') {
                    return null;
                }
                continue;
            }
            int digit = text[i] < 0 ? -1 : Character.digit(text[i], 16);
            if (digit < 0) {
                return null;
            }
            if (digits++ < 16) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        return new UUID(high, low);
    }

    /** Writes the 36 characters of the canonical form. */
    static void write(UUID uuid, byte[] out, int at) {
        int position = at;
        for (int i = 0; i < 32; i++) {
            if (i == 8 || i == 12 || i == 16 || i == 20) {
                out[position++] = '-';
            }
            long half = i < 16 ? uuid.getMostSignificantBits() : uuid.getLeastSignificantBits();
            out[position++] = HEX[(int) (half >> (15 - i % 16) * 4) & 0xf];
        }
    }

    private static boolean startsWithUrn(byte[] text, int from) {
        for (int i = 0; i < URN.length(); i++) {
            if (text[from + i] != URN.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
