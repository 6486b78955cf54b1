package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Context;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows the name of an authentication scheme, as in {@code Authorization: Bearer …}: the schemes of IANA's registry and
 * those that well-known interfaces have made up. Belongs to one thread.
 */
public final class TokenDetector {
    /** The bits of a byte that tell letters apart in any case. */
    private static final int INITIAL = 0x1f;

    private static final int FEWEST = 8;
    private static final int FEWEST_LETTERS = 16;
    private static final int MAX_SPACES = 4;
    private static final int LOOKED_AT = 256;
    private static final int FEWEST_AFTER_WORD = 20;

    /** Said before credentials and hardly ever otherwise. By their initial, like the others. */
    private static final String[][] SCHEMES =
            byInitial("bearer basic negotiate ntlm dpop sharedkey sharedkeylite ssws geniekey"
                    + " apikey splunk pveapitoken hoba gssapi privatetoken flyv");

    /** Also said in prose, so that the credential must look like one. */
    private static final String[][] WORDS = byInitial("token key secret jeton clave chiave chave sleutel klucz");

    /** With one of these before it a key is a name for something. */
    private static final Context HARMLESS_BEFORE = new Context(List.of(
            "public",
            "publishable",
            "idempotency",
            "cache",
            "primary",
            "partition",
            "sort",
            "object",
            "foreign",
            "storage",
            "row",
            "unique",
            "translation",
            "project",
            "design"));

    private final SecretShape shape = new SecretShape();

    /** Whether any scheme starts with this letter. */
    static boolean mayStartWith(byte letter) {
        int initial = letter & INITIAL;
        return SCHEMES[initial].length + WORDS[initial].length > 0;
    }

    /** Looks for a credential after the word {@code [start, end)}. */
    public boolean at(Text text, int start, int end, Match match) {
        byte[] b = text.bytes;
        boolean scheme = isOneOf(SCHEMES, b, start, end);
        if (!scheme && !isOneOf(WORDS, b, start, end)) {
            return false;
        }
        int value = valueStart(b, end, text.to);
        if (value < 0) {
            return false;
        }
        int near = Math.min(text.to, value + LOOKED_AT);
        int valueEnd = credentialEnd(b, value, near);
        if (!scheme) {
            boolean hexToo = (b[start] | 0x20) != 'k';
            return shape.isToken(b, value, valueEnd, FEWEST_AFTER_WORD, hexToo)
                    && !HARMLESS_BEFORE.lastWord(b, text.from, start)
                    && match.is(value, valueEnd, Kind.API_KEY);
        }
        if (Ascii.startsWith(b, start, end, "bearer")) {
            return isBearer(b, value, valueEnd) && match.is(value, credentialEnd(b, value, text.to), Kind.BEARER_TOKEN);
        }
        boolean basic = Ascii.startsWith(b, start, end, "basic");
        boolean isCredential = (basic && Base64Pair.isPair(b, value, valueEnd))
                || shape.isToken(b, value, valueEnd, FEWEST_LETTERS, true);
        return isCredential
                && match.is(value, credentialEnd(b, value, text.to), basic ? Kind.BASIC_AUTH : Kind.API_KEY);
    }

    private static String[][] byInitial(String words) {
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i <= INITIAL; i++) {
            all.add(new ArrayList<>());
        }
        for (String word : words.split(" ", -1)) {
            all.get(word.charAt(0) & INITIAL).add(word);
        }
        return all.stream().map(some -> some.toArray(new String[0])).toArray(String[][]::new);
    }

    private static boolean isOneOf(String[][] words, byte[] b, int start, int end) {
        for (String word : words[b[start] & INITIAL]) {
            if (word.length() == end - start && Ascii.startsWith(b, start, end, word)) {
                return true;
            }
        }
        return false;
    }

    /** Index of what follows the spaces, plus signs, colon and quote after a word; -1 if something else follows it. */
    private static int valueStart(byte[] b, int end, int to) {
        int i = end;
        while (i < to && i - end < MAX_SPACES && (Ascii.isSpace(b[i]) || b[i] == '+' || (b[i] == ':' && i == end))) {
            i++;
        }
        boolean separated = i > end && i < to;
        if (separated && (b[i] == '"' || b[i] == '\'' || b[i] == '`')) {
            i++;
        }
        return separated ? i : -1;
    }

    private static int credentialEnd(byte[] b, int from, int to) {
        int end = from;
        while (end < to && isCredentialCharacter(b[end])) {
            end++;
        }
        while (end > from && b[end - 1] == '.') {
            end--;
        }
        return end;
    }

    private static boolean isBearer(byte[] b, int from, int to) {
        int length = to - from;
        if (length < FEWEST || SecretShape.isPlaceholder(b, from, to)) {
            return false;
        }
        int classes = SecretShape.classes(b, from, to);
        int both = SecretShape.LOWER | SecretShape.UPPER;
        boolean digit = (classes & SecretShape.DIGIT) != 0 || b[to - 1] == '=';
        return digit || (length >= FEWEST_LETTERS && (classes & both) == both);
    }

    private static boolean isCredentialCharacter(byte b) {
        return Ascii.isAlphanumeric(b)
                || switch (b) {
                    case '-', '_', '.', '~', '+', '/', '=', ':' -> true;
                    default -> false;
                };
    }
}
