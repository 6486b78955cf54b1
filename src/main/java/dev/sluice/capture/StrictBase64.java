package dev.sluice.capture;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64 as PostHog recognises it: the standard alphabet, whole groups of four. */
final class StrictBase64 {
    private static final int LOOKED_AT = 128;

    private StrictBase64() {}

    /** Whether the first 128 bytes are of the alphabet and the length is a multiple of four (section 2.2, step 2). */
    static boolean looksLike(ByteRange text) {
        return text.length() > 0 && text.length() % 4 == 0 && isAlphabet(text, false);
    }

    /** The same for a form field, where an unescaped {@code +} has become a space. */
    static boolean looksLikeWithSpaces(ByteRange text) {
        return text.length() > 0 && isAlphabet(text, true);
    }

    /** The decoded bytes; null if the text only looked like base64. */
    static byte @Nullable [] decode(ByteRange text) {
        try {
            return Base64.getDecoder().decode(text.toByteArray());
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static boolean isAlphabet(ByteRange text, boolean spaces) {
        byte[] bytes = text.bytes();
        int end = Math.min(text.to(), text.from() + LOOKED_AT);
        for (int i = text.from(); i < end; i++) {
            byte b = bytes[i];
            boolean known = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
            if (!known && b != '+' && b != '/' && b != '=' && !(spaces && b == ' ')) {
                return false;
            }
        }
        return true;
    }
}
