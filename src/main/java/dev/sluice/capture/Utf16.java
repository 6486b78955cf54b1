package dev.sluice.capture;

import dev.sluice.json.ByteSink;

/**
 * UTF-16 to UTF-8 for JSON text. A surrogate without its partner, which old browsers put into strings as it is, becomes the
 * escape that stands for it, so nothing of the text is lost.
 */
final class Utf16 {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private Utf16() {}

    static void append(String text, ByteSink out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out.append((byte) c);
            } else if (c < 0x800) {
                out.append((byte) (0xc0 | c >> 6)).append((byte) (0x80 | c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                out.append((byte) (0xe0 | c >> 12))
                        .append((byte) (0x80 | c >> 6 & 0x3f))
                        .append((byte) (0x80 | c & 0x3f));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out.append((byte) (0xf0 | point >> 18))
                        .append((byte) (0x80 | point >> 12 & 0x3f))
                        .append((byte) (0x80 | point >> 6 & 0x3f))
                        .append((byte) (0x80 | point & 0x3f));
            } else {
                out.append((byte) '\\').append((byte) 'u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX[c >> shift & 0xf]);
                }
            }
        }
    }
}
