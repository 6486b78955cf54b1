package dev.sluice.acceptance;

import java.util.ArrayList;
import java.util.List;

/**
 * lz-string's decompressFromBase64, written from the description of the format and apart from the gateway's own decoder, so
 * that the one can be checked against the other.
 */
final class LzString {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final String input;
    private int bit;

    private LzString(String input) {
        this.input = input;
    }

    static String decompressFromBase64(String input) {
        return new LzString(input.replace(' ', '+').replace("=", "")).decompress();
    }

    private String decompress() {
        List<String> dictionary = new ArrayList<>(List.of("", "", ""));
        int width = 3;
        int enlargeIn = 4;
        String previous = literal(bits(2));
        if (previous == null) {
            return "";
        }
        dictionary.add(previous);
        StringBuilder out = new StringBuilder(previous);
        while (true) {
            int code = bits(width);
            if (code == 2) {
                return out.toString();
            }
            if (code < 2) {
                dictionary.add(literal(code));
                code = dictionary.size() - 1;
                enlargeIn--;
            }
            if (enlargeIn == 0) {
                enlargeIn = 1 << width;
                width++;
            }
            String entry = code < dictionary.size() ? dictionary.get(code) : previous + previous.charAt(0);
            out.append(entry);
            dictionary.add(previous + entry.charAt(0));
            enlargeIn--;
            previous = entry;
            if (enlargeIn == 0) {
                enlargeIn = 1 << width;
                width++;
            }
        }
    }

    private String literal(int kind) {
        return switch (kind) {
            case 0 -> String.valueOf((char) bits(8));
            case 1 -> String.valueOf((char) bits(16));
            default -> null;
        };
    }

    // Least significant bit first, taken from the top bit of each six-bit character.
    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            int sextet = ALPHABET.indexOf(input.charAt(bit / 6));
            value |= (sextet >> (5 - bit % 6) & 1) << i;
        }
        return value;
    }
}
