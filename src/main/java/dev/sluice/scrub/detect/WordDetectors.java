package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Everything that a word announces: a title before a name, a label before a password, the scheme before a credential. Asked
 * once for each word of a text that has spaces in it. Belongs to one thread.
 */
public final class WordDetectors {
    private final TokenDetector tokens = new TokenDetector();
    private final PrivateKeyDetector privateKeys = new PrivateKeyDetector();
    private final PasswordPhrase passwords = new PasswordPhrase();

    /** Looks at the word {@code [start, end)}: ASCII letters, with no word character before them. */
    public boolean at(Text text, int start, int end, Match match) {
        byte first = text.bytes[start];
        return (TokenDetector.mayStartWith(first) && tokens.at(text, start, end, match))
                || (PasswordPhrase.mayStartWith(first) && passwords.at(text, start, match))
                || privateKeys.at(text, start, end, match);
    }
}
