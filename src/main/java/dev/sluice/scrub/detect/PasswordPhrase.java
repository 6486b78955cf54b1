package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Passwords that a sentence or a command line gives away: "password for admin is …", "Kennwort lautet …", {@code --password …},
 * "PIN 4821". What is written with a colon or an equals sign is not looked for here. Belongs to one thread.
 */
final class PasswordPhrase {
    /** The bits of a byte that tell letters apart in any case. */
    private static final int INITIAL = 0x1f;

    private static final byte[][] NONE = {};
    private static final int MAX_BYTES = 64;
    private static final int MAX_WORDS = 7;
    private static final int LONGEST_VALUE = 128;
    private static final int FEWEST_PIN = 4;
    private static final int MOST_PIN = 8;

    private static final byte[][][] PASSWORDS = words(
            "password passwd pwd passphrase passcode passwort kennwort wachtwoord senha contraseña contrasena clave parola"
                    + " parole mot~de~passe palavra-passe hasło haslo heslo lozinka jelszó lösenord losenord passord adgangskode"
                    + " salasana sifre kodeord geslo pass identified~by");

    private static final byte[][][] PINS =
            words("pin otp passcode tan mtan einmalcode einmalpasswort geheimzahl security~code verification~code"
                    + " login~code one-time~code bestätigungscode codice~pin código~pin code~pin");

    private static final byte[][][] USER_FLAGS = words("u user proxy-user");

    /** Between the word and the value. */
    private static final byte[][][] CONNECTORS =
            words("is was are ist lautet war es era est était é è jest är equals becomes");

    /** The same, but also followed by much else. */
    private static final byte[][][] WEAK_CONNECTORS = words("to er on be nu zu auf à a naar by");

    /** How a word stands to the word for a password: right after it, somewhere after it, after a connector. */
    private static final int NEXT = 0;

    private static final int APART = 1;
    private static final int WEAKLY_CONNECTED = 2;
    private static final int CONNECTED = 3;

    static boolean mayStartWith(byte letter) {
        int initial = letter & INITIAL;
        return PASSWORDS[initial].length + PINS[initial].length + USER_FLAGS[initial].length > 0;
    }

    /** Looks at the word that starts at {@code start}. */
    boolean at(Text text, int start, Match match) {
        byte[] b = text.bytes;
        int end = longest(PASSWORDS, b, start, text.to);
        int pinEnd = longest(PINS, b, start, text.to);
        if (pinEnd > 0 && pin(text, pinEnd, match)) {
            return true;
        }
        if (isFlag(b, text.from, start)) {
            return end > 0 ? flag(text, end, match) : userFlag(text, start, match);
        }
        return end > 0 && (element(text, start, end, match) || phrase(text, end, match));
    }

    /** {@code <password>value</password>}. */
    private static boolean element(Text text, int start, int end, Match match) {
        byte[] b = text.bytes;
        boolean opens =
                start > text.from && end + 1 < text.to && b[end] == '>' && (b[start - 1] == '<' || b[start - 1] == ':');
        if (!opens) {
            return false;
        }
        int limit = Math.min(text.to, end + LONGEST_VALUE);
        int close = end + 1;
        while (close < limit && b[close] != '<') {
            close++;
        }
        return close < limit
                && close > end + 1
                && !SecretShape.isPlaceholder(b, end + 1, close)
                && match.is(end + 1, close, Kind.PASSWORD);
    }

    private static boolean isFlag(byte[] b, int from, int start) {
        return start - 2 >= from && b[start - 1] == '-' && (b[start - 2] == '-' || b[start - 2] == ' ');
    }

    /** {@code -u name:password} of curl and others. */
    private static boolean userFlag(Text text, int start, Match match) {
        byte[] b = text.bytes;
        int end = longest(USER_FLAGS, b, start, text.to);
        if (end < 0 || end >= text.to || (b[end] != ' ' && b[end] != '=')) {
            return false;
        }
        int limit = Math.min(text.to, end + MAX_BYTES);
        if (end + 1 >= limit || b[end + 1] == '<' || b[end + 1] == '$' || b[end + 1] == '{' || b[end + 1] == '[') {
            return false;
        }
        int colon = end + 1;
        while (colon < limit && b[colon] != ':' && b[colon] != ' ') {
            colon++;
        }
        return colon + 1 < limit
                && b[colon] == ':'
                && value(b, colon + 1, text.to, match)
                && trimQuote(b, match)
                && SecretShape.isPassword(b, match.start, match.end);
    }

    /** The quote may have started before the name. */
    private static boolean trimQuote(byte[] b, Match match) {
        if (b[match.end - 1] == '\'') {
            match.end--;
        }
        return match.end > match.start;
    }

    /** The words by their initial. */
    private static byte[][][] words(String words) {
        List<List<byte[]>> all = new ArrayList<>();
        for (int i = 0; i <= INITIAL; i++) {
            all.add(new ArrayList<>());
        }
        for (String word : words.split(" ", -1)) {
            byte[] bytes = word.replace('~', ' ').getBytes(StandardCharsets.UTF_8);
            all.get(bytes[0] & INITIAL).add(bytes);
        }
        return all.stream().map(some -> some.toArray(new byte[0][])).toArray(byte[][][]::new);
    }

    /** Index after the longest of the words that stands at {@code i} and ends there; -1 if none does. */
    private static int longest(byte[][][] words, byte[] b, int i, int to) {
        int best = -1;
        for (byte[] word : i < to ? words[b[i] & INITIAL] : NONE) {
            int end = i + word.length;
            if (end > best && end <= to && stands(word, b, i) && !Ascii.isWordAt(b, end, i, to)) {
                best = end;
            }
        }
        return best;
    }

    private static boolean stands(byte[] word, byte[] b, int i) {
        for (int j = 0; j < word.length; j++) {
            byte c = b[i + j];
            if (c != word[j] && !(Ascii.isLetter(c) && (c | 0x20) == word[j])) {
                return false;
            }
        }
        return true;
    }

    /** {@code --password value}, also in quotes; the next flag is no value. */
    private static boolean flag(Text text, int end, Match match) {
        byte[] b = text.bytes;
        if (end >= text.to || b[end] != ' ' || end + 1 >= text.to || b[end + 1] == '-') {
            return false;
        }
        return value(b, end + 1, text.to, match) && !SecretShape.isPlaceholder(b, match.start, match.end);
    }

    private static boolean pin(Text text, int end, Match match) {
        byte[] b = text.bytes;
        int i = skip(b, end, text.to);
        int connected = longest(CONNECTORS, b, i, text.to);
        if (connected > 0) {
            i = skip(b, connected, text.to);
        }
        int run = Ascii.digits(b, i, text.to);
        boolean alone = run >= text.to
                || Ascii.isSpace(b[run])
                || ((b[run] == '.'
                                || b[run] == ','
                                || b[run] == '"'
                                || b[run] == '\''
                                || b[run] == ')'
                                || b[run] == '!')
                        && !Ascii.isDigitAt(b, run + 1, i, text.to));
        return i > end && alone && run - i >= FEWEST_PIN && run - i <= MOST_PIN && match.is(i, run, Kind.PASSWORD);
    }

    private static boolean phrase(Text text, int end, Match match) {
        byte[] b = text.bytes;
        int limit = Math.min(text.to, end + MAX_BYTES);
        int connection = NEXT;
        int i = skip(b, end, limit);
        for (int words = 0; words < MAX_WORDS && i < limit && i > end; words++) {
            int connector = longest(CONNECTORS, b, i, text.to);
            int weak = longest(WEAK_CONNECTORS, b, i, text.to);
            if (connector > 0 || weak > 0) {
                connection = connector > 0 ? CONNECTED : WEAKLY_CONNECTED;
                i = skip(b, Math.max(connector, weak), limit);
                continue;
            }
            if (!value(b, i, text.to, match)) {
                return false;
            }
            if (isPassword(b, match, match.start > i, connection)) {
                return true;
            }
            boolean over = match.end < text.to && endsSentence(b[match.end]);
            if (connection == CONNECTED || connection == WEAKLY_CONNECTED || over) {
                return false;
            }
            connection = APART;
            i = skip(b, match.end, limit);
        }
        return false;
    }

    private static boolean isPassword(byte[] b, Match match, boolean quoted, int connection) {
        int start = match.start;
        int end = match.end;
        if (connection == APART || SecretShape.isPlaceholder(b, start, end)) {
            return false;
        }
        if (quoted) {
            return true;
        }
        boolean isNumber = end - start >= FEWEST_PIN && Ascii.digits(b, start, end) == end;
        return connection == CONNECTED
                ? isNumber || SecretShape.isPassword(b, start, end)
                : SecretShape.isSurelyPassword(b, start, end);
    }

    /** Reads a value in quotes, or up to the next space and without the signs that end a sentence. */
    private static boolean value(byte[] b, int from, int to, Match match) {
        int limit = Math.min(to, from + LONGEST_VALUE);
        byte quote = b[from];
        boolean quoted = quote == '"' || quote == '\'' || quote == '`';
        int start = quoted ? from + 1 : from;
        int end = start;
        while (end < limit && (quoted ? b[end] != quote : !Ascii.isSpace(b[end]) && b[end] != '"')) {
            end++;
        }
        if (quoted && end == limit) {
            return false;
        }
        while (!quoted && end > start && endsSentence(b[end - 1])) {
            end--;
        }
        return end > start && match.is(start, end, Kind.PASSWORD);
    }

    private static boolean endsSentence(byte c) {
        return switch (c) {
            case '.', ',', ';', ':', ')', '?' -> true;
            default -> false;
        };
    }

    private static int skip(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (b[i] == ' ' || b[i] == ':' || b[i] == '\t')) {
            i++;
        }
        return i;
    }
}
