package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Everything that a word announces: a title before a name, a label before a password, the scheme before a credential. Asked
 * once for each word of a text that has spaces in it. Belongs to one thread.
 */
public final class WordDetectors {
    private final TokenDetector tokens = new TokenDetector();
    private final MacDetector hardware = new MacDetector();

    /** Looks at the word {@code [start, end)}: ASCII letters, with no word character before them. */
    public boolean at(Text text, int start, int end, Match match) {
        byte[] b = text.bytes;
        int first = b[start] | 0x20;
        boolean isJoined = end < text.to && (b[end] == '-' || b[end] == '.');
        if (isJoined && first <= 'f' && hardware.around(text, start, end, match)) {
            return true;
        }
        return first == 'b'
                && end - start <= 6
                && tokens.scheme(b, text.from, text.to, start)
                && match.is(tokens.start, tokens.end, Kind.BEARER_TOKEN);
    }
}
