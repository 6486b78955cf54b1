package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Context;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;
import java.util.List;

/** Keys of providers that show by their own form: a prefix, check digits, or a structure. Belongs to one thread. */
final class KeyDetector {
    private static final int LONGEST_PREFIX = 48;
    private static final int SHORTEST_KEY = 16;
    private static final int NEAR = 32;
    private static final int LOOKED_AT = 256;
    private static final int TWILIO = 34;
    private static final int TELEGRAM = 35;
    private static final int CONTEXT_BYTES = 40;
    private static final int FEWEST_AFTER_TILDE = 29;
    private static final int FEWEST_AFTER_BAR = 27;

    /** What makes a Twilio account's number a part of a credential. */
    private static final Context TWILIO_WORDS = new Context(List.of("twilio", "account", "sid", "auth"));

    private final SecretShape shape = new SecretShape();
    /** Before this index every place was tried where a prefix may stand. */
    private int tried;

    /** Forgets the text before. */
    void begin() {
        tried = 0;
    }

    /** Looks at the word {@code [start, end)}, which has a digit, and at what it is a part of. */
    boolean at(Text text, int start, int end, Match match) {
        byte[] b = text.bytes;
        if (prefixed(text, start, end, match)) {
            return true;
        }
        int length = end - start;
        if (length >= KeyChecksum.LENGTH && KeyChecksum.passes(b, end - KeyChecksum.LENGTH, end)) {
            boolean whole = length == KeyChecksum.LENGTH || b[end - KeyChecksum.LENGTH - 1] == '_';
            return whole && match.is(start, end, Kind.API_KEY);
        }
        if (length == TWILIO && b[start] == 'A' && b[start + 1] == 'C' && isLowerHex(b, start + 2, end)) {
            return TWILIO_WORDS.before(b, text.from, start, CONTEXT_BYTES) && match.is(start, end, Kind.API_KEY);
        }
        if (end < text.to) {
            byte next = b[end];
            if (next == '~') {
                return azure(text, start, end, match);
            }
            if (next == '-') {
                return mailchimp(text, start, end, match);
            }
            if (next == '.') {
                return discord(text, start, end, match);
            }
        }
        return start > text.from && b[start - 1] == '|' && barred(text, start, match);
    }

    /** Looks at the prefix that the underscore at {@code i} ends. */
    boolean ofLetters(Text text, int i, Match match) {
        byte[] b = text.bytes;
        for (KeyFormats.Format format : KeyFormats.ofLetters()) {
            int start = i + 1 - format.prefix().length;
            boolean here = start >= text.from
                    && !Ascii.goesOnBefore(b, start, text.from)
                    && format.startsAt(b, start, text.to);
            if (here && is(text, start, format, match)) {
                return true;
            }
        }
        return false;
    }

    /** The word may be the middle of a key with dashes and dots in it: every place before it where a prefix can start. */
    private boolean prefixed(Text text, int start, int end, Match match) {
        byte[] b = text.bytes;
        int floor = Math.max(Math.max(text.from, tried), start - LONGEST_PREFIX);
        int run = start;
        while (run > floor && (KeyFormats.isTokenCharacter(b[run - 1]) || b[run - 1] == '.')) {
            run--;
        }
        boolean cut = Ascii.goesOnBefore(b, run, text.from);
        int limit = Math.min(Math.min(end, start + LONGEST_PREFIX), text.to - SHORTEST_KEY);
        for (int i = Math.max(run, tried); i < limit; i++) {
            boolean border = i == run ? !cut : b[i - 1] == '_' || b[i - 1] == '-' || b[i - 1] == '.';
            if (border && startsAt(text, i, match)) {
                return true;
            }
        }
        tried = end;
        return false;
    }

    private boolean startsAt(Text text, int i, Match match) {
        byte[] b = text.bytes;
        for (KeyFormats.Format format : KeyFormats.startingWith(b[i], b[i + 1])) {
            if (format.startsAt(b, i, text.to) && is(text, i, format, match)) {
                return true;
            }
        }
        return false;
    }

    private boolean is(Text text, int start, KeyFormats.Format format, Match match) {
        byte[] b = text.bytes;
        int body = start + format.prefix().length;
        int limit = Math.min(text.to, body + LOOKED_AT);
        int looked = format.end(b, body, limit);
        int end = looked;
        while (end > body && b[end - 1] == '.') {
            end--;
        }
        boolean glued = end < text.to && Ascii.isAlphanumeric(b[end]);
        if (glued || end - body < format.shortest() || (format.isPlain() && isInBase64(text, start, end))) {
            return false;
        }
        int classes = SecretShape.classes(b, body, end);
        boolean mixed = (classes & SecretShape.DIGIT) != 0
                || (classes & (SecretShape.UPPER | SecretShape.LOWER)) == (SecretShape.UPPER | SecretShape.LOWER);
        return mixed
                && shape.isRandom(b, body, end)
                && !isMadeOfWords(b, body, end)
                && !SecretShape.isPlaceholder(b, start, end)
                && match.is(start, looked == limit ? format.end(b, looked, text.to) : end, Kind.API_KEY);
    }

    /** Within the bytes of a picture or the like, which have letters of both cases and digits near by; a path hardly has. */
    private static boolean isInBase64(Text text, int start, int end) {
        byte[] b = text.bytes;
        boolean joins = (start > text.from && isJoint(b[start - 1])) || (end < text.to && isJoint(b[end]));
        if (!joins) {
            return false;
        }
        int from = start;
        int floor = Math.max(text.from, start - NEAR);
        while (from > floor && (isJoint(b[from - 1]) || Ascii.isAlphanumeric(b[from - 1]))) {
            from--;
        }
        int to = end;
        int limit = Math.min(text.to, end + NEAR);
        while (to < limit && (isJoint(b[to]) || Ascii.isAlphanumeric(b[to]))) {
            to++;
        }
        int all = SecretShape.DIGIT | SecretShape.UPPER | SecretShape.LOWER;
        return ((SecretShape.classes(b, from, start) | SecretShape.classes(b, end, to)) & all) == all;
    }

    private static boolean isJoint(byte b) {
        return b == '/' || b == '+';
    }

    /** {@code test_results-for-run-2}, {@code hf_displayNameOf}: hardly a digit, and hardly a capital. */
    private static boolean isMadeOfWords(byte[] b, int from, int to) {
        int odd = 0;
        for (int i = from; i < to; i++) {
            odd += Ascii.isDigit(b[i]) || (b[i] >= 'A' && b[i] <= 'Z') ? 1 : 0;
        }
        return odd * 6 < to - from;
    }

    private static boolean isLowerHex(byte[] b, int from, int to) {
        return SecretShape.hexEnd(b, from, to) == to && (SecretShape.classes(b, from, to) & SecretShape.UPPER) == 0;
    }

    /** A client secret of Microsoft Entra: three characters, a digit, {@code Q~}, and 31 to 34 more. */
    private boolean azure(Text text, int start, int tilde, Match match) {
        byte[] b = text.bytes;
        if (tilde - start < 2 || b[tilde - 1] != 'Q' || !Ascii.isDigit(b[tilde - 2])) {
            return false;
        }
        int end = tilde + 1;
        while (end < text.to && isAzureCharacter(b[end])) {
            end++;
        }
        int first = tilde - 2;
        while (first > text.from && tilde - first < 5 && isAzureCharacter(b[first - 1])) {
            first--;
        }
        return end - tilde > FEWEST_AFTER_TILDE && match.is(first, end, Kind.API_KEY);
    }

    private static boolean isAzureCharacter(byte c) {
        return KeyFormats.isTokenCharacter(c) || c == '.' || c == '~';
    }

    /** 32 hexadecimal digits and the data centre: {@code …-us18}. */
    private static boolean mailchimp(Text text, int start, int end, Match match) {
        byte[] b = text.bytes;
        boolean isCentre = end - start == 32
                && end + 3 < text.to
                && b[end + 1] == 'u'
                && b[end + 2] == 's'
                && Ascii.isDigit(b[end + 3]);
        if (!isCentre || !isLowerHex(b, start, end)) {
            return false;
        }
        return match.is(start, Ascii.digits(b, end + 3, text.to), Kind.API_KEY);
    }

    /** A bot's token at Discord: its number in base64, six characters of time, 27 or more of signature. */
    private static boolean discord(Text text, int start, int dot, Match match) {
        byte[] b = text.bytes;
        boolean isNumber = b[start] >= 'M' && b[start] <= 'O' && dot - start >= 23 && dot - start <= 28;
        if (!isNumber) {
            return false;
        }
        int second = tokenEnd(b, dot + 1, text.to);
        if (second - dot != 7 || second >= text.to || b[second] != '.') {
            return false;
        }
        int end = tokenEnd(b, second + 1, text.to);
        return end - second > FEWEST_AFTER_BAR && match.is(start, end, Kind.API_KEY);
    }

    /** Facebook's {@code application|token} and Laravel's {@code number|token}. */
    private boolean barred(Text text, int start, Match match) {
        byte[] b = text.bytes;
        if (!Ascii.isDigitAt(b, start - 2, text.from, text.to)) {
            return false;
        }
        int end = tokenEnd(b, start, text.to);
        return shape.isToken(b, start, end, FEWEST_AFTER_BAR, false) && match.is(start, end, Kind.API_KEY);
    }

    /** A bot's token at Telegram: its number of 8 to 10 digits, a colon, {@code AA} and 33 characters. */
    boolean telegram(Text text, int colon, Match match) {
        byte[] b = text.bytes;
        if (colon + TELEGRAM > text.to || b[colon + 1] != 'A') {
            return false;
        }
        int start = colon;
        while (start > text.from && colon - start < 11 && Ascii.isDigit(b[start - 1])) {
            start--;
        }
        int end = tokenEnd(b, colon + 1, text.to);
        boolean isToken =
                colon - start >= 8 && colon - start <= 10 && end - colon > TELEGRAM - 2 && end - colon <= TELEGRAM + 2;
        return isToken && shape.isRandom(b, colon + 1, end) && match.is(start, end, Kind.API_KEY);
    }

    private static int tokenEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && KeyFormats.isTokenCharacter(b[i])) {
            i++;
        }
        return i;
    }
}
