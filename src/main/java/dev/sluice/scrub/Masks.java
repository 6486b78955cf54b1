package dev.sluice.scrub;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Markers that keep the part of a value that people sort by: {@code [email_example.com]}, {@code [card_4242]},
 * {@code [phone_49_12]}, {@code [iban_de_3000]}. Underscores join the parts, so that no detector sees a number or a host of
 * its own in there; a mask under a key is left as it is. A value without the part gets the marker of its kind.
 */
final class Masks {
    private static final int LAST = 4;
    private static final int LONGEST = 80;
    private static final int LONGEST_DOMAIN = 64;
    private static final int LONGEST_COUNTRY_CODE = 3;
    private static final int FEWEST_NATIONAL_DIGITS = 7;
    /** Country codes of two digits (ITU E.164); 1 and 7 have one, all others three. */
    private static final String TWO_DIGITS =
            "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58"
                    + " 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";

    private Masks() {}

    /** What stands in the place of the value {@code [from, to)}. */
    static byte[] of(Kind kind, TextView view, int from, int to) {
        byte[] b = view.bytes;
        if (isMask(b, from, to)) {
            return view.copy(from, to);
        }
        String text = new String(b, from, to - from, StandardCharsets.UTF_8);
        String kept = switch (kind) {
            case EMAIL -> domain(text);
            case PHONE -> phone(Normal.phone(b, from, to));
            case CREDIT_CARD, BANK_ACCOUNT -> last(Normal.digits(b, from, to));
            case IBAN -> iban(Normal.id(b, from, to));
            default -> "";
        };
        if (kept.isEmpty()) {
            return kind.marker();
        }
        String marker = new String(kind.marker(), StandardCharsets.US_ASCII);
        return (marker.substring(0, marker.length() - 1) + "_" + kept + "]").getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether {@code [start, end)} of a view lies within a mask. */
    static boolean isInMask(TextView view, int start, int end) {
        byte[] b = view.bytes;
        int open = start;
        int limit = Math.max(view.from, start - LONGEST);
        while (open >= limit && b[open] != '[') {
            open--;
        }
        if (open < limit) {
            return false;
        }
        int close = end - 1;
        while (close < Math.min(view.to, open + LONGEST) && b[close] != ']') {
            close++;
        }
        return close < view.to && isMask(b, open, close + 1);
    }

    /** Exactly the forms above: nothing else can be smuggled past the detectors in brackets. */
    private static boolean isMask(byte[] b, int from, int to) {
        if (to - from < 2 || to - from > LONGEST || b[from] != '[' || b[to - 1] != ']') {
            return false;
        }
        String text = new String(b, from + 1, to - from - 2, StandardCharsets.UTF_8);
        int bar = text.indexOf('_');
        String kept = text.substring(bar + 1);
        return switch (bar < 0 ? "" : text.substring(0, bar)) {
            case "email" -> isHost(kept);
            case "card", "account" -> kept.length() == LAST && isDigits(kept);
            case "phone" -> isPhone(kept);
            case "iban" -> kept.length() == LAST + 3 && kept.charAt(2) == '_' && isDigits(kept.substring(3));
            default -> false;
        };
    }

    private static boolean isPhone(String kept) {
        int bar = kept.indexOf('_');
        return bar > 0
                && bar <= LONGEST_COUNTRY_CODE
                && kept.length() == bar + 3
                && isDigits(kept.substring(0, bar))
                && isDigits(kept.substring(bar + 1));
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isHost(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_DOMAIN
                && Character.isLetter(text.charAt(text.length() - 1))
                && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-');
    }

    private static String domain(String email) {
        try {
            String domain = IDN.toASCII(
                            email.substring(email.lastIndexOf('@') + 1).strip())
                    .toLowerCase(Locale.ROOT);
            return isHost(domain) ? domain : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String phone(String normal) {
        if (!normal.startsWith("+") || normal.length() < FEWEST_NATIONAL_DIGITS) {
            return "";
        }
        char first = normal.charAt(1);
        int length = first == '1' || first == '7' ? 1 : TWO_DIGITS.contains(normal.substring(1, 3)) ? 2 : 3;
        return normal.substring(1, 1 + length) + "_" + normal.substring(normal.length() - 2);
    }

    private static String last(String digits) {
        return digits.length() < 2 * LAST ? "" : digits.substring(digits.length() - LAST);
    }

    private static String iban(String normal) {
        boolean named = normal.length() > 2 * LAST && Ascii.isLetter((byte) normal.charAt(0));
        String end = named ? normal.substring(normal.length() - LAST) : "";
        return named && isDigits(end) ? normal.substring(0, 2).toLowerCase(Locale.ROOT) + "_" + end : "";
    }
}
