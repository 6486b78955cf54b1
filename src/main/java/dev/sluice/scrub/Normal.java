package dev.sluice.scrub;

import dev.sluice.scrub.detect.IpAddress;
import dev.sluice.scrub.text.Ascii;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/** The one form of an identifier under which all its spellings get the same pseudonym. */
final class Normal {
    private Normal() {}

    static String email(byte[] b, int from, int to) {
        String text = compatible(b, from, to);
        int at = text.lastIndexOf('@');
        String domain = text.substring(at + 1);
        try {
            // Browsers send one and the same domain in either form.
            return text.substring(0, at + 1) + IDN.toASCII(domain).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String compatible(byte[] b, int from, int to) {
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

    /** An address in its shortest form; whatever cannot be read as one, as an identifier. */
    static String address(byte[] b, int from, int to) {
        IpAddress address = IpAddress.parse(b, from, to);
        return address == null ? id(b, from, to) : address.text();
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
        return compatible(b, from, to);
    }

    /** A text of words: however they are set, and whatever space is between them. */
    static String words(byte[] b, int from, int to) {
        return joined(compatible(b, from, to), true);
    }

    /** Letters and digits, upper case: an identifier however it is grouped. The whole where it has neither. */
    static String id(byte[] b, int from, int to) {
        String text = compatible(b, from, to);
        String bare = joined(text, false).toUpperCase(Locale.ROOT);
        return bare.isEmpty() ? text : bare;
    }

    /** The runs of letters and digits of a text, with one space between them if that is wanted. */
    private static String joined(String text, boolean spaced) {
        var joined = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean separates =
                    spaced ? Character.isWhitespace(c) : !Character.isLetterOrDigit(c) && !Character.isSurrogate(c);
            if (separates) {
                gap = true;
                continue;
            }
            if (gap && spaced && !joined.isEmpty()) {
                joined.append(' ');
            }
            gap = false;
            joined.append(c);
        }
        return joined.toString();
    }
}
