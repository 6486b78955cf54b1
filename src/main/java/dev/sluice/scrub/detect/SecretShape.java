package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/**
 * What a credential looks like, and what only stands where one would: templates, masks, words of documentation. Reads the
 * stretch that it is asked about a constant number of times.
 */
public final class SecretShape {
    /** Bits per character below which a value is a pattern or a word, as gitleaks has it. */
    private static final int FEWEST_MILLIBITS = 3000;

    private static final int LONGEST_MEASURED = 256;
    private static final int SHORTEST_MIXED_PASSWORD = 8;
    private static final int LONGEST_PLACEHOLDER = 16;

    public static final int LOWER = 1;
    public static final int UPPER = 1 << 1;
    public static final int DIGIT = 1 << 2;
    /** A sign that neither ends words nor joins them. */
    public static final int SIGN = 1 << 3;
    /** A dot, dash, slash, colon, underscore and the like, as in versions, dates and paths. */
    public static final int JOINT = 1 << 4;

    private static final byte[] CLASSES = new byte[256];

    /** {@code n * log2(n) * 1000}. */
    private static final int[] N_LOG_N = new int[LONGEST_MEASURED + 1];

    /** Said in the place of a value, or about it. Also schemes and algorithms, which have digits in their names. */
    private static final String[] PLACEHOLDERS =
            ("true false null none nil undefined yes no on off required optional invalid incorrect missing empty unset hidden"
                            + " redacted masked removed filtered scrubbed changed expired string example oauth1 oauth2 base64"
                            + " hs256 hs384 hs512 rs256 rs512 es256 ps256 sha1 sha256 sha512 md5 bcrypt argon2 argon2id pbkdf2"
                            + " sha-1 sha-256 sha-512 utf8 utf-8 http/1.1 http/2 v1 v2 v3")
                    .split(" ", -1);

    /** Where code takes values from. */
    private static final String[] SOURCES = {
        "import.meta.",
        "process.env",
        "os.environ",
        "os.getenv",
        "secrets.",
        "vars.",
        "settings.",
        "config.",
        "self.",
        "this."
    };

    private static final String[] TEMPLATE_WORDS = {
        "your",
        "example",
        "placeholder",
        "insert_",
        "insert-",
        "replace",
        "changeme",
        "dummy",
        "xxxx",
        "enter_",
        "add_your"
    };

    static {
        for (int b = 0; b < 256; b++) {
            byte c = (byte) b;
            CLASSES[b] = (byte)
                    (Ascii.isDigit(c) ? DIGIT : c < 0 ? LOWER : !Ascii.isLetter(c) ? SIGN : c >= 'a' ? LOWER : UPPER);
        }
        for (char joint : "._-/:,()[]{}'\"".toCharArray()) {
            CLASSES[joint] = JOINT;
        }
        for (int n = 1; n < N_LOG_N.length; n++) {
            N_LOG_N[n] = (int) Math.round(n * Math.log(n) / Math.log(2) * 1000);
        }
    }

    private final int[] counts = new int[256];

    /** The classes of the characters in {@code [from, to)}. */
    public static int classes(byte[] b, int from, int to) {
        int classes = 0;
        for (int i = from; i < to; i++) {
            classes |= CLASSES[b[i] & 0xff];
        }
        return classes;
    }

    /** Whether the characters are as many and as different as in a value drawn by lot: Shannon entropy of at least 3 bits. */
    boolean isRandom(byte[] b, int from, int to) {
        int end = Math.min(to, from + LONGEST_MEASURED);
        int length = end - from;
        for (int i = from; i < end; i++) {
            counts[b[i] & 0xff]++;
        }
        int sum = 0;
        for (int i = from; i < end; i++) {
            sum += N_LOG_N[counts[b[i] & 0xff]];
            counts[b[i] & 0xff] = 0;
        }
        return length > 0 && N_LOG_N[length] - sum >= FEWEST_MILLIBITS * length;
    }

    /** Whether this is a token of whatever issuer: digits among letters of both cases, or a long hexadecimal number. */
    boolean isToken(byte[] b, int from, int to, int shortest, boolean hexToo) {
        if (to - from < shortest || to - from > LONGEST_MEASURED || isTemplate(b, from, to)) {
            return false;
        }
        int classes = classes(b, from, to);
        boolean mixed = (classes & (LOWER | UPPER | DIGIT)) == (LOWER | UPPER | DIGIT);
        boolean hex = hexToo && to - from >= 32 && (classes & DIGIT) != 0 && hexEnd(b, from, to) == to;
        return (mixed || hex) && isRandom(b, from, to);
    }

    static int hexEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (Ascii.isDigit(b[i]) || ((b[i] | 0x20) >= 'a' && (b[i] | 0x20) <= 'f'))) {
            i++;
        }
        return i;
    }

    /** Whether a word after a colon or an "is" is a password and not prose: a digit or a sign within letters, or humps. */
    public static boolean isPassword(byte[] b, int from, int to) {
        int classes = classes(b, from, to);
        boolean letters = (classes & (LOWER | UPPER)) != 0;
        boolean digit = (classes & DIGIT) != 0;
        if (to - from < 4 || isPlaceholder(b, from, to)) {
            return false;
        }
        if (digit && (classes & SIGN) != 0) {
            return true;
        }
        return letters && (digit || (classes & SIGN) != 0 || hasHumps(b, from, to)) && !isDotted(b, from, to);
    }

    /** The same where nothing but a word before says so. */
    static boolean isSurelyPassword(byte[] b, int from, int to) {
        int classes = classes(b, from, to);
        boolean mixed =
                (classes & DIGIT) != 0 && (classes & LOWER) != 0 && ((classes & SIGN) != 0 || (classes & UPPER) != 0);
        return to - from >= SHORTEST_MIXED_PASSWORD && mixed && isPassword(b, from, to);
    }

    private static boolean hasHumps(byte[] b, int from, int to) {
        int humps = 0;
        for (int i = from + 1; i < to; i++) {
            humps += CLASSES[b[i] & 0xff] == UPPER && CLASSES[b[i - 1] & 0xff] == LOWER ? 1 : 0;
        }
        return to - from >= SHORTEST_MIXED_PASSWORD && humps >= 2;
    }

    /** A version, a host, a path of names in code: letters and digits with dots between, and no other sign. */
    private static boolean isDotted(byte[] b, int from, int to) {
        int dots = 0;
        for (int i = from; i < to; i++) {
            if (b[i] == '.' || b[i] == '/' || b[i] == '(') {
                dots++;
            } else if (CLASSES[b[i] & 0xff] == SIGN) {
                return false;
            }
        }
        return dots > 0 && to - from < 24;
    }

    /** Whether this is a word of documentation, a mask, a variable or a marker instead of a value. */
    public static boolean isPlaceholder(byte[] b, int from, int to) {
        if (from == to || isMask(b, from, to) || isVariable(b, from, to) || isTemplate(b, from, to)) {
            return true;
        }
        if (to - from <= LONGEST_PLACEHOLDER) {
            for (String word : PLACEHOLDERS) {
                if (word.length() == to - from && Ascii.startsWith(b, from, to, word)) {
                    return true;
                }
            }
        }
        return to - from == 1 && (b[from] == '0' || b[from] == '1');
    }

    /** {@code ****}, {@code ...}, {@code sk-xxxxxxxx}: mostly what nobody's password is made of. */
    private static boolean isMask(byte[] b, int from, int to) {
        int masked = 0;
        for (int i = from; i < to; i++) {
            masked += b[i] == '*' || b[i] == 'x' || b[i] == 'X' || b[i] == '.' || b[i] == '#' ? 1 : 0;
        }
        return masked * 2 > to - from;
    }

    /** {@code $NAME}, {@code ${name}}, {@code %NAME%}, {@code {{name}}}, {@code <name>}, {@code [removed]}, {@code @name@}. */
    private static boolean isVariable(byte[] b, int from, int to) {
        byte first = b[from];
        byte last = b[to - 1];
        if (first == '$') {
            return to - from > 1 && (b[from + 1] == '{' || b[from + 1] == '(' || isName(b, from + 1, to));
        }
        if (first == '`' || first == '{' || first == '<' || first == '=' || first == '?' || first == ':') {
            return true;
        }
        boolean closed = to - from > 2
                && ((first == '[' && last == ']') || (first == '%' && last == '%') || (first == '(' && last == ')'));
        return closed && isName(b, from + 1, to - 1);
    }

    private static boolean isName(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Ascii.isWord(b[i]) && b[i] != '.' && b[i] != '-' && b[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    /** {@code your-api-key}, {@code YOUR_TOKEN_HERE}, {@code xxxxxxxx-…}, {@code AKIA…EXAMPLE}. */
    private static boolean isTemplate(byte[] b, int from, int to) {
        for (String source : SOURCES) {
            if (Ascii.startsWith(b, from, to, source)) {
                return true;
            }
        }
        for (String word : TEMPLATE_WORDS) {
            if (Ascii.startsWith(b, from, to, word)) {
                return word.charAt(0) == 'x' || (classes(b, from, to) & DIGIT) == 0;
            }
        }
        return to - from > 7 && Ascii.startsWith(b, to - 7, to, "example");
    }
}
