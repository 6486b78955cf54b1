package dev.sluice.scrub;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Values that their name gives away: parameters in the query or fragment of an address, absolute or relative, form bodies,
 * cookies, and {@code password=…} in a log line. In an address more names count than in prose. Keeps its last match in
 * fields; belongs to one thread.
 */
final class PairDetector {
    private static final int MAX_NAME = 64;
    private static final int MAX_QUOTED = 256;
    private static final int FEWEST_CODE = 12;
    private static final int FEWEST_UNQUOTED = 6;
    private static final boolean[] NAME = new boolean[256];
    private static final boolean[] ENDS_PARAMETER = new boolean[256];
    private static final boolean[] ENDS_VALUE = new boolean[256];

    static {
        for (int b = 0; b < 256; b++) {
            NAME[b] = Ascii.isAlphanumeric((byte) b) || "_-.[]$".indexOf(b) >= 0 || b >= 0x80;
            ENDS_PARAMETER[b] = b <= ' ' || "&#\"<>\\'`;".indexOf(b) >= 0;
            ENDS_VALUE[b] = ENDS_PARAMETER[b] || b == ',';
        }
    }

    private final KeyTable keys;

    int start;
    int end;
    Kind kind = Kind.KEYED_SECRET;

    PairDetector(KeyTable keys) {
        this.keys = keys;
    }

    /**
     * Looks at the name and the value around the equals sign at {@code equals}.
     *
     * @param parameters whether the text starts with a parameter, like a query string or a form body
     */
    boolean at(byte[] b, int from, int to, int equals, boolean parameters) {
        int limit = Math.max(from, equals - MAX_NAME);
        int name = equals;
        while (name > limit && NAME[b[name - 1] & 0xff]) {
            name--;
        }
        if (name == equals || !keys.mayMeanSomething(b, name, equals)) {
            return false;
        }
        boolean inAddress = name == from ? parameters : name > from && isParameterBorder(b[name - 1]);
        KeyRule rule = keys.rule(b, name, equals);
        Kind found = inAddress ? rule.parameter() : strong(rule);
        if (found == null) {
            return false;
        }
        kind = found;
        start = equals + 1;
        if (!inAddress && start < to && (b[start] == '"' || b[start] == '\'')) {
            start++;
            end = quotedEnd(b, start, to, b[start - 1]);
        } else {
            end = valueEnd(b, start, to, inAddress ? ENDS_PARAMETER : ENDS_VALUE);
        }
        return end > start && isWorthIt(b, rule, inAddress);
    }

    /** Looks at {@code password: value} and {@code "password":"value"} around the colon at {@code colon}. */
    boolean header(byte[] b, int from, int to, int colon) {
        int nameEnd = colon > from && (b[colon - 1] == '"' || b[colon - 1] == '\'') ? colon - 1 : colon;
        int limit = Math.max(from, nameEnd - MAX_NAME);
        int name = nameEnd;
        while (name > limit && NAME[b[name - 1] & 0xff]) {
            name--;
        }
        if (name == nameEnd || !keys.mayMeanSomething(b, name, nameEnd)) {
            return false;
        }
        KeyRule rule = keys.rule(b, name, nameEnd);
        if (rule.kind() != Kind.KEYED_SECRET || rule.ambiguous()) {
            return false;
        }
        kind = Kind.KEYED_SECRET;
        start = colon + 1;
        while (start < to && start - colon < 4 && Ascii.isSpace(b[start])) {
            start++;
        }
        if (start < to && (b[start] == '"' || b[start] == '\'')) {
            start++;
            end = quotedEnd(b, start, to, b[start - 1]);
            return end > start && !isPlaceholder(b);
        }
        end = valueEnd(b, start, to, ENDS_VALUE);
        return end - start >= FEWEST_UNQUOTED && !isPlaceholder(b) && isNoWord(b);
    }

    /** In prose a colon is also followed by words: a secret has a digit among letters or signs. */
    private boolean isNoWord(byte[] b) {
        boolean digit = false;
        boolean other = false;
        for (int i = start; i < end; i++) {
            digit |= Ascii.isDigit(b[i]);
            other |= !Ascii.isDigit(b[i]);
        }
        return digit && other;
    }

    private static boolean isParameterBorder(byte b) {
        return b == '?' || b == '&' || b == '#' || b == ';';
    }

    /** In prose only what is hardly ever said without its value. */
    private static @Nullable Kind strong(KeyRule rule) {
        Kind kind = rule.kind();
        if (kind == null || rule.ambiguous()) {
            return null;
        }
        return switch (kind.group()) {
            case CREDENTIAL, PAYMENT, NATIONAL_ID -> kind;
            default -> kind == Kind.AD_CLICK_ID ? kind : null;
        };
    }

    private static int valueEnd(byte[] b, int from, int to, boolean[] ends) {
        int i = from;
        while (i < to && !ends[b[i] & 0xff]) {
            i++;
        }
        return i;
    }

    private static int quotedEnd(byte[] b, int from, int to, byte quote) {
        int limit = Math.min(to, from + MAX_QUOTED);
        for (int i = from; i < limit; i++) {
            if (b[i] == quote) {
                return i;
            }
        }
        return -1;
    }

    private boolean isWorthIt(byte[] b, KeyRule rule, boolean inAddress) {
        int length = end - start;
        int digits = 0;
        boolean at = false;
        for (int i = start; i < end; i++) {
            digits += Ascii.isDigit(b[i]) ? 1 : 0;
            at |= b[i] == '@' || (b[i] == '%' && Ascii.startsWith(b, i, end, "%40"));
        }
        return switch (kind) {
            case EMAIL -> at;
            case PHONE -> digits >= 5;
            case GPS -> digits >= 3;
            case IP -> false;
            default ->
                switch (kind.group()) {
                    case PAYMENT, NATIONAL_ID -> !rule.ambiguous() || digits >= 3;
                    case CREDENTIAL -> {
                        boolean weak = inAddress && rule.kind() == null;
                        yield !isPlaceholder(b) && (!weak || (length >= FEWEST_CODE && digits > 0));
                    }
                    default -> !isPlaceholder(b);
                };
        };
    }

    private boolean isPlaceholder(byte[] b) {
        return switch (b[start]) {
            case '$', '{', '*', '<', '=', '?', ':' -> true;
            case '%' -> end - start == 2;
            case 't' -> is(b, "true");
            case 'f' -> is(b, "false");
            case 'n' -> is(b, "null") || is(b, "none");
            case 'u' -> is(b, "undefined");
            case '0', '1' -> end - start == 1;
            case 'p' -> Ascii.startsWith(b, start, end, "phc_");
            default -> false;
        };
    }

    private boolean is(byte[] b, String word) {
        return end - start == word.length() && Ascii.startsWith(b, start, end, word);
    }
}
