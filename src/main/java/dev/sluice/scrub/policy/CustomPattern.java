package dev.sluice.scrub.policy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that only this project knows to be personal: a fixed text or a shape such as {@code EMP-######}. In a shape
 * {@code #} stands for a digit, {@code &} for a letter of ASCII, {@code ?} for either; a backslash takes the next character as
 * it is. Case does not count. No letter or digit may touch a match that begins or ends with one. Immutable.
 */
public final class CustomPattern {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 64;
    private static final byte DIGIT = 1;
    private static final byte LETTER = 2;
    private static final byte EITHER = 3;

    private final byte[] shape;
    private final CheckDigit check;
    private final Kind kind;
    private final @Nullable Action action;

    private CustomPattern(byte[] shape, CheckDigit check, Kind kind, @Nullable Action action) {
        this.shape = shape;
        this.check = check;
        this.kind = kind;
        this.action = action;
    }

    /**
     * A text that is searched for as it stands.
     *
     * @throws IllegalArgumentException if it cannot be searched for; the message says why
     */
    public static CustomPattern literal(String text, Kind kind, @Nullable Action action) {
        byte[] shape = source(text);
        for (int i = 0; i < shape.length; i++) {
            shape[i] = lower(shape[i]);
        }
        return new CustomPattern(shape, CheckDigit.NONE, kind, action);
    }

    /** A shape, by the same contract. */
    public static CustomPattern shape(String text, CheckDigit check, Kind kind, @Nullable Action action) {
        byte[] source = source(text);
        byte[] shape = new byte[source.length];
        int length = 0;
        int fixed = 0;
        int digits = 0;
        for (int i = 0; i < source.length; i++) {
            byte form = source[i] == '#' ? DIGIT : source[i] == '&' ? LETTER : source[i] == '?' ? EITHER : 0;
            boolean isEscape = source[i] == '\\' && i + 1 < source.length;
            digits += form == DIGIT || form == EITHER ? 1 : 0;
            fixed += form == 0 ? 1 : 0;
            shape[length++] = form != 0 ? form : lower(source[isEscape ? ++i : i]);
        }
        if (fixed == 0 && check == CheckDigit.NONE && digits < 8) {
            throw new IllegalArgumentException(
                    "a shape needs a fixed character, a check, or eight digits: this one is too common");
        }
        if (check != CheckDigit.NONE && digits < 4) {
            throw new IllegalArgumentException("a check needs at least four digits");
        }
        return new CustomPattern(Arrays.copyOf(shape, length), check, kind, action);
    }

    private static byte[] source(String text) {
        byte[] source = text.strip().getBytes(StandardCharsets.UTF_8);
        if (source.length < SHORTEST || source.length > LONGEST) {
            throw new IllegalArgumentException("a pattern has " + SHORTEST + " to " + LONGEST + " characters");
        }
        for (byte b : source) {
            if (b >= 0 && b < ' ') {
                throw new IllegalArgumentException("a pattern holds no control characters");
            }
        }
        return source;
    }

    public Kind kind() {
        return kind;
    }

    /** What the pattern itself asks for; null where the kind's action holds. */
    public @Nullable Action action() {
        return action;
    }

    /** Whether a match may start with this byte. */
    boolean mayStartWith(byte b) {
        return fits(shape[0], b);
    }

    /** Index after the match that starts at {@code i} in {@code [from, to)}; -1 if none does. */
    public int end(byte[] b, int i, int from, int to) {
        int end = i + shape.length;
        if (end > to) {
            return -1;
        }
        for (int j = 0; j < shape.length; j++) {
            if (!fits(shape[j], b[i + j])) {
                return -1;
            }
        }
        boolean glued =
                (i > from && isWord(b[i]) && isWord(b[i - 1])) || (end < to && isWord(b[end - 1]) && isWord(b[end]));
        return !glued && check.holds(b, i, end) ? end : -1;
    }

    private static boolean fits(byte form, byte b) {
        return switch (form) {
            case DIGIT -> isDigit(b);
            case LETTER -> isLetter(b);
            case EITHER -> isDigit(b) || isLetter(b);
            default -> lower(b) == form;
        };
    }

    private static boolean isWord(byte b) {
        return b < 0 || isDigit(b) || isLetter(b);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isLetter(byte b) {
        return lower(b) >= 'a' && lower(b) <= 'z';
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
    }

    static List<CustomPattern> startingWith(List<CustomPattern> patterns, byte b) {
        return patterns.stream().filter(pattern -> pattern.mayStartWith(b)).toList();
    }
}
