package dev.sluice.scrub;

import dev.sluice.scrub.text.Ascii;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/** The one form of an identifier under which all its spellings get the same pseudonym. */
final class Normal {
    private Normal() {}

    static String email(byte[] b, int from, int to) {
        String text = new String(b, from, to - from, StandardCharsets.UTF_8).strip();
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** Digits, with a plus sign if the number says its country: by a plus or by {@code 00}. */
    static String phone(byte[] b, int from, int to) {
        var digits = new StringBuilder();
        boolean plus = false;
        for (int i = from; i < to; i++) {
            if (b[i] == '+' && digits.isEmpty()) {
                plus = true;
            } else if (Ascii.isDigit(b[i])) {
                digits.append((char) b[i]);
            }
        }
        if (!plus && digits.length() > 9 && digits.indexOf("00") == 0) {
            return "+" + digits.substring(2);
        }
        return (plus ? "+" : "") + digits;
    }

    /** Letters and digits, in upper case. */
    static String code(byte[] b, int from, int to) {
        var code = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (Ascii.isAlphanumeric(b[i])) {
                code.append((char) b[i]);
            }
        }
        return code.toString().toUpperCase(Locale.ROOT);
    }

    static String digits(byte[] b, int from, int to) {
        var digits = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (Ascii.isDigit(b[i])) {
                digits.append((char) b[i]);
            }
        }
        return digits.toString();
    }

    static String name(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.UTF_8).strip().toLowerCase(Locale.ROOT);
    }
}
