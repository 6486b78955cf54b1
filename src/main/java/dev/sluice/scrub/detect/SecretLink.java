package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * The secret in the path of a link that is sent by mail: {@code /reset-password/…}, {@code /invite/…}. The segment before says
 * what it is for. Belongs to one thread.
 */
final class SecretLink {
    private static final int LONGEST = 128;
    private static final int LONGEST_PURPOSE = 32;
    private static final int FEWEST = 20;
    private static final String[] PURPOSES = {
        "reset", "verif", "confirm", "invit", "magic", "activat", "unsubscribe", "token", "recover", "one-time", "otp"
    };

    private final SecretShape shape = new SecretShape();

    /** Looks at the segment that the word at {@code word} is a part of. */
    boolean at(Text text, int word, Match match) {
        byte[] b = text.bytes;
        int floor = Math.max(text.from, word - LONGEST_PURPOSE);
        int start = word;
        while (start > floor && KeyFormats.isTokenCharacter(b[start - 1])) {
            start--;
        }
        if (start - 1 <= text.from || b[start - 1] != '/' || !isPurpose(b, text.from, start - 1)) {
            return false;
        }
        int end = word;
        int limit = Math.min(text.to, start + LONGEST);
        while (end < limit && KeyFormats.isTokenCharacter(b[end])) {
            end++;
        }
        boolean file = end < text.to && b[end] == '.';
        return !file && shape.isToken(b, start, end, FEWEST, true) && match.is(start, end, Kind.QUERY_SECRET);
    }

    private static boolean isPurpose(byte[] b, int from, int slash) {
        int floor = Math.max(from, slash - LONGEST_PURPOSE);
        int i = slash;
        while (i > floor && KeyFormats.isTokenCharacter(b[i - 1])) {
            i--;
        }
        for (; i < slash; i++) {
            for (String purpose : PURPOSES) {
                if (Ascii.startsWith(b, i, slash, purpose)) {
                    return true;
                }
            }
        }
        return false;
    }
}
