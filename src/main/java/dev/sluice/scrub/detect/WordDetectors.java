package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Everything that a word announces: a title before a name, a label before a password, the scheme before a credential. Asked
 * once for each word of a text that has spaces in it. Belongs to one thread.
 */
public final class WordDetectors {
    private final TokenDetector tokens = new TokenDetector();
    private final MacDetector hardware = new MacDetector();
    private final NameDetector names = new NameDetector();
    private final LabelDetector labels = new LabelDetector();
    private final SpokenEmailDetector spoken = new SpokenEmailDetector();
    private final PrivateKeyDetector privateKeys = new PrivateKeyDetector();
    private final PasswordPhrase passwords = new PasswordPhrase();

    /** Looks at an {@code @} that is no part of an ordinary address. */
    public boolean sign(Text text, int at, Match match) {
        return spoken.at(text, at, at + 1, match);
    }

    /** Looks at the word {@code [start, end)}: letters, with no letter or digit before them. */
    public boolean at(Text text, int start, int end, Match match) {
        byte[] b = text.bytes;
        int first = b[start] | 0x20;
        boolean isJoined = end < text.to && (b[end] == '-' || b[end] == '.');
        if (isJoined && first <= 'f' && hardware.around(text, start, end, match)) {
            return true;
        }
        if (secret(text, start, end, match)) {
            return true;
        }
        int meaning = PeopleWords.of(b, start, end);
        if ((meaning & PeopleWords.ANNOUNCES) == 0) {
            return false;
        }
        if ((meaning & PeopleWords.AT) != 0) {
            return spoken.at(text, start, end, match);
        }
        boolean inside = Ascii.isWordAt(b, start - 1, text.from, text.to);
        return (!inside && names.at(text, start, end, meaning, match)) || labels.at(text, start, end, meaning, match);
    }

    private boolean secret(Text text, int start, int end, Match match) {
        byte first = text.bytes[start];
        return (TokenDetector.mayStartWith(first) && tokens.at(text, start, end, match))
                || (PasswordPhrase.mayStartWith(first) && passwords.at(text, start, match))
                || privateKeys.at(text, start, end, match);
    }
}
