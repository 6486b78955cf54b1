package dev.sluice.scrub;

import dev.sluice.scrub.detect.SecretShape;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * What stands in an element of XML whose name says what it is: {@code <apiKey>…</apiKey>}, {@code <ns:LastName>…}. Only an
 * element that holds text and no other element counts. Belongs to one thread.
 */
final class ElementDetector {
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_TEXT = 256;
    private static final int FEWEST_PHONE_DIGITS = 5;

    private final KeyTable keys;

    ElementDetector(KeyTable keys) {
        this.keys = keys;
    }

    /** Looks around the sign at {@code close}, which may end the opening tag of an element. */
    boolean at(Text text, int close, Match match) {
        byte[] b = text.bytes;
        int limit = Math.max(text.from, close - LONGEST_NAME);
        int open = close;
        while (open > limit && (Ascii.isWord(b[open - 1]) || b[open - 1] == '-' || b[open - 1] == '.')) {
            open--;
        }
        boolean named = open < close && open > text.from && (b[open - 1] == '<' || b[open - 1] == ':');
        if (!named || !keys.mayMeanSomething(b, open, close)) {
            return false;
        }
        int last = Math.min(text.to, close + LONGEST_TEXT);
        int end = close + 1;
        while (end < last && b[end] != '<') {
            end++;
        }
        boolean isElement = end + 1 < last && b[end + 1] == '/' && end > close + 1;
        return isElement && means(text, keys.rule(b, open, close), close + 1, end, match);
    }

    private static boolean means(Text text, KeyRule rule, int start, int end, Match match) {
        Kind kind = rule.kind();
        byte[] b = text.bytes;
        if (kind == null || SecretShape.isPlaceholder(b, start, end) || KeyedSecret.isHarmless(b, start, end)) {
            return false;
        }
        int digits = 0;
        for (int i = start; i < end; i++) {
            digits += Ascii.isDigit(b[i]) ? 1 : 0;
        }
        boolean told = switch (kind) {
            // What has a form of its own is found without a name.
            case EMAIL, IP, SESSION_COOKIE -> false;
            case PHONE -> digits >= FEWEST_PHONE_DIGITS;
            default -> !rule.ambiguous() || digits > 0;
        };
        return told && match.is(start, end, kind);
    }
}
