package dev.sluice.scrub;

import dev.sluice.scrub.text.Ascii;
import java.nio.charset.StandardCharsets;

/**
 * Pictures and sound in base64, as data URLs and as the bare data that prompts carry: nothing in them can be read, and digits
 * that mean nothing stand in them everywhere.
 */
final class MediaContent {
    /** Shorter ones cost nothing to search. */
    private static final int SHORTEST = 256;

    private static final String[] TYPES = {
        "data:image/",
        "data:audio/",
        "data:video/",
        "data:font/",
        "data:application/pdf",
        "data:application/font",
        "data:application/octet-stream"
    };

    /** How PNG, JPEG, GIF, RIFF (WebP, WAV), PDF, Ogg, MP3 with ID3, and WOFF2 begin, in base64. */
    private static final byte[][] BEGINNINGS = {
        ascii("iVBORw0KGgo"),
        ascii("/9j/"),
        ascii("R0lGOD"),
        ascii("UklGR"),
        ascii("JVBERi0"),
        ascii("T2dnUw"),
        ascii("SUQzB"),
        ascii("d09GMg")
    };

    private MediaContent() {}

    /** Whether all of {@code [from, to)} is one of them. */
    static boolean isOne(byte[] b, int from, int to) {
        if (to - from < SHORTEST) {
            return false;
        }
        int data = data(b, from, to);
        if (data < 0) {
            return false;
        }
        for (int i = data; i < to; i++) {
            if (!Ascii.isAlphanumeric(b[i])
                    && b[i] != '+'
                    && b[i] != '/'
                    && b[i] != '='
                    && b[i] != '-'
                    && b[i] != '_') {
                return false;
            }
        }
        return true;
    }

    /** Where the data begins; -1 if it does not begin like any. */
    private static int data(byte[] b, int from, int to) {
        if (b[from] != 'd') {
            return beginsLikeMedia(b, from) ? from : -1;
        }
        for (String type : TYPES) {
            if (Ascii.startsWith(b, from, to, type)) {
                for (int i = from + type.length(); i < from + SHORTEST; i++) {
                    if (b[i] == ',') {
                        return Ascii.startsWith(b, i - ";base64".length(), to, ";base64") ? i + 1 : -1;
                    }
                }
            }
        }
        return beginsLikeMedia(b, from) ? from : -1;
    }

    private static boolean beginsLikeMedia(byte[] b, int from) {
        for (byte[] beginning : BEGINNINGS) {
            boolean same = true;
            for (int i = 0; i < beginning.length && same; i++) {
                same = b[from + i] == beginning[i];
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
