package dev.sluice.capture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decoder of lz-string's {@code compressToBase64}, as posthog-js sent it until 1.63 and js-lite 3 still does: LZW over UTF-16
 * code units with codes of growing width, six bits to a character. Bounded: a body of n bytes may inflate to megabytes.
 */
final class LzString {
    private static final int END = 2;
    private static final int RATIO_FREE_CHARS = 1 << 20;
    private static final int MAX_RATIO = 200;

    private final ByteRange source;
    private final int maxChars;
    private int position;
    private int sextet;
    private int mask;
    private int width = 3;
    private int untilWider = 4;

    // Phrase i is a stretch of the output: phrases are never copied, so a bomb costs no more memory than its output.
    private int[] starts = new int[256];
    private int[] lengths = new int[256];
    private int phrases = 3;
    private char[] out;
    private int length;

    private LzString(ByteRange source, int maxChars) {
        this.source = source;
        this.maxChars = maxChars;
        position = source.from();
        out = new char[Math.max(256, Math.min(maxChars, source.length() * 4))];
    }

    /**
     * The text; null if the bytes are not lz-string data.
     *
     * @throws CaptureException if the text is longer than {@code maxChars}
     */
    static @Nullable String decompress(ByteRange base64, int maxChars) throws CaptureException {
        return new LzString(base64, maxChars).run();
    }

    private @Nullable String run() throws CaptureException {
        int kind = bits(2);
        if (kind == END) {
            return "";
        }
        int first = literal(kind);
        if (first < 0) {
            return null;
        }
        phrase(0, 1);
        append((char) first);
        int previousStart = 0;
        int previousLength = 1;
        while (true) {
            int code = bits(width);
            if (code == END) {
                return new String(out, 0, length);
            }
            int start = length;
            if (code < 0) {
                return null;
            } else if (code < END) {
                int literal = literal(code);
                if (literal < 0) {
                    return null;
                }
                phrase(start, 1);
                append((char) literal);
                widen();
            } else if (code < phrases) {
                copy(starts[code], lengths[code]);
            } else if (code == phrases) {
                copy(previousStart, previousLength);
                append(out[start]);
            } else {
                return null;
            }
            // "Previous + first character of this one": both stand side by side in the output.
            phrase(previousStart, previousLength + 1);
            widen();
            previousStart = start;
            previousLength = length - start;
        }
    }

    private void widen() {
        if (--untilWider == 0) {
            untilWider = 1 << width;
            width++;
        }
    }

    private int literal(int kind) {
        return kind == 0 ? bits(8) : kind == 1 ? bits(16) : -1;
    }

    /** The next bits, lowest first; -1 once the data has run out or holds a foreign character. */
    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (mask == 0) {
                if (position == source.to()) {
                    return -1;
                }
                sextet = sextet(source.bytes()[position++]);
                if (sextet < 0) {
                    return -1;
                }
                mask = 32;
            }
            if ((sextet & mask) != 0) {
                value |= 1 << i;
            }
            mask >>= 1;
        }
        return value;
    }

    private static int sextet(byte b) {
        if (b >= 'A' && b <= 'Z') {
            return b - 'A';
        }
        if (b >= 'a' && b <= 'z') {
            return b - 'a' + 26;
        }
        if (b >= '0' && b <= '9') {
            return b - '0' + 52;
        }
        return switch (b) {
            case '+' -> 62;
            case '/' -> 63;
            // Padding stands for 64 in lz-string's table, whose low six bits are what a reader ever looks at.
            case '=' -> 0;
            default -> -1;
        };
    }

    private void phrase(int start, int size) {
        if (phrases == starts.length) {
            starts = Arrays.copyOf(starts, phrases * 2);
            lengths = Arrays.copyOf(lengths, phrases * 2);
        }
        starts[phrases] = start;
        lengths[phrases] = size;
        phrases++;
    }

    private void copy(int start, int size) throws CaptureException {
        ensure(size);
        System.arraycopy(out, start, out, length, size);
        length += size;
    }

    private void append(char c) throws CaptureException {
        ensure(1);
        out[length++] = c;
    }

    private void ensure(int more) throws CaptureException {
        int needed = length + more;
        if (needed > maxChars || (needed > RATIO_FREE_CHARS && needed / MAX_RATIO > source.length())) {
            throw new CaptureException(
                    Refusal.BODY_TOO_LARGE,
                    "the lz64 body inflates to more than " + maxChars + " characters or " + MAX_RATIO
                            + " times its size; send smaller batches");
        }
        if (out.length - length < more) {
            out = Arrays.copyOf(out, Math.min(maxChars, Math.max(length + more, out.length * 2)));
        }
    }
}
