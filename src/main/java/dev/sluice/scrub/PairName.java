package dev.sluice.scrub;

import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Text;

/** The name in front of an equals sign or a colon, as code, settings, addresses and prose write it. Belongs to one thread. */
final class PairName {
    private static final int MAX_NAME = 64;
    /** Settings are aligned in columns. */
    private static final int MAX_SPACES = 24;

    private static final int MAX_WORDS = 3;
    private static final boolean[] NAME = new boolean[256];
    private static final String[] KEY_ENDINGS = {"key", "login", "auth", "creds", "_pat", "keys"};

    /** Of these there are more than one would want to hide. */
    private static final String[] HARMLESS = {
        "public", "publishable", "cache", "idempotency", "partition", "primary", "sort", "object", "foreign", "storage",
        "translation", "row", "index", "group", "feature", "flag", "anon", "shortcut", "hot", "host"
    };

    private static final String[] PASSWORD_STATES = {
        "reset",
        "hint",
        "at",
        "change",
        "changed",
        "length",
        "strength",
        "policy",
        "type",
        "method",
        "expired",
        "required",
        "id",
        "count",
        "valid",
        "status",
        "error",
        "visible",
        "enabled",
        "field",
        "page",
        "url",
        "set",
        "only"
    };

    private static final String[] PASSWORDS = {
        "pass", "pwd", "kennwort", "contrase", "senha", "parol", "pin", "wachtwoord", "passe", "clave"
    };

    int start;
    int end;
    /** Whether this is a parameter in the query or fragment of an address, or in a form. */
    boolean inAddress;
    /** Whether there is a space between the name and the sign. */
    boolean spaced;

    static {
        for (int b = 0; b < 256; b++) {
            NAME[b] = Ascii.isAlphanumeric((byte) b) || "_-.[]$".indexOf(b) >= 0 || b >= 0x80;
        }
    }

    boolean beforeEquals(Text text, int equals) {
        byte[] b = text.bytes;
        int i = equals;
        while (i > text.from && equals - i < 4 && (b[i - 1] == ':' || b[i - 1] == '?' || b[i - 1] == '|')) {
            i--;
        }
        boolean compared = i > text.from && (b[i - 1] == '=' || b[i - 1] == '!' || b[i - 1] == '<' || b[i - 1] == '>');
        if (compared || (equals + 1 < text.to && b[equals + 1] == '=')) {
            return false;
        }
        return read(text, i, i == equals);
    }

    boolean beforeColon(Text text, int colon) {
        return read(text, colon, false);
    }

    private boolean read(Text text, int sign, boolean mayBeParameter) {
        byte[] b = text.bytes;
        int i = sign;
        while (i > text.from && sign - i < MAX_SPACES && (b[i - 1] == ' ' || b[i - 1] == '\t')) {
            i--;
        }
        spaced = i < sign;
        if (i - 1 > text.from && b[i - 1] == ']' && isQuote(b[i - 2])) {
            i--;
        }
        boolean isQuoted = i > text.from && isQuote(b[i - 1]);
        end = isQuoted ? i - 1 : i;
        start = nameStart(b, end, text.from);
        boolean border = start == text.from ? !text.hasSpaces : start > text.from && isParameterBorder(b[start - 1]);
        inAddress = mayBeParameter && end == sign && border;
        return start < end;
    }

    private static int nameStart(byte[] b, int end, int from) {
        int limit = Math.max(from, end - MAX_NAME);
        int i = end;
        while (i > limit && NAME[b[i - 1] & 0xff]) {
            i--;
        }
        return i;
    }

    /** Takes the words before into the name: "api key", "mot de passe". Answers whether the name ends as such names do. */
    boolean widen(Text text) {
        byte[] b = text.bytes;
        if (!endsInKey(b) && !isPassword(b) && !ends(b, "token") && !ends(b, "secret") && !ends(b, "phrase")) {
            return false;
        }
        int words = 1;
        int i = start;
        while (words < MAX_WORDS && i - 2 >= text.from && b[i - 1] == ' ' && Ascii.isWord(b[i - 2])) {
            i = nameStart(b, i - 1, text.from);
            words++;
        }
        if (words > 1 && words == MAX_WORDS && !isPassword(b)) {
            i = nameEndAfter(b, i);
        }
        boolean wider = i < start;
        start = i;
        return wider;
    }

    /** Of three words before "key" the last two count. */
    private int nameEndAfter(byte[] b, int from) {
        int i = from;
        while (i < start && b[i] != ' ') {
            i++;
        }
        return i + 1;
    }

    static boolean isQuote(byte b) {
        return b == '"' || b == '\'' || b == '`';
    }

    private static boolean isParameterBorder(byte b) {
        return b == '?' || b == '&' || b == '#' || b == ';';
    }

    /** Whether the name ends like that of a key which is not known to be harmless. */
    boolean endsInKey(byte[] b) {
        for (String ending : KEY_ENDINGS) {
            if (ends(b, ending)) {
                return !isHarmless(b);
            }
        }
        return false;
    }

    private boolean isHarmless(byte[] b) {
        for (int i = start; i < end; i++) {
            for (String word : HARMLESS) {
                if (Ascii.startsWith(b, i, end, word)) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean isPassword(byte[] b) {
        for (int i = start; i < end; i++) {
            for (String word : PASSWORDS) {
                if (Ascii.startsWith(b, i, end, word)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a password is spoken of in the midst of the name: in a form that is one, unless it is a state of it. */
    boolean hasPassword(byte[] b) {
        int last = end;
        while (last > start && Ascii.isLetter(b[last - 1])) {
            last--;
        }
        for (String state : PASSWORD_STATES) {
            if (end - last == state.length() && Ascii.startsWith(b, last, end, state)) {
                return false;
            }
        }
        for (int i = start; i < end; i++) {
            if ((b[i] | 0x20) == 'p'
                    && (Ascii.startsWith(b, i, end, "password") || Ascii.startsWith(b, i, end, "passwd"))) {
                return true;
            }
        }
        return false;
    }

    boolean isAuthorization(byte[] b) {
        return ends(b, "authorization");
    }

    private boolean ends(byte[] b, String word) {
        return end - start >= word.length() && Ascii.startsWith(b, end - word.length(), end, word);
    }

    /** {@code BUNDLE_GEMS__EXAMPLE__COM}: Bundler's setting for the credentials of a host. */
    boolean isBundlerHost(byte[] b) {
        if (b[start] != 'B' || end - start < 12 || !Ascii.startsWith(b, start, end, "bundle_")) {
            return false;
        }
        for (int i = start + 8; i + 1 < end; i++) {
            if (b[i] == '_' && b[i + 1] == '_') {
                return true;
            }
        }
        return false;
    }

    /** Whether the name is this word and nothing else. */
    boolean is(byte[] b, String word) {
        return end - start == word.length() && ends(b, word);
    }
}
