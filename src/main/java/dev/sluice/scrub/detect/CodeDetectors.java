package dev.sluice.scrub.detect;

import dev.sluice.scrub.national.IdentityDetector;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Everything that is written with letters and digits together: keys of providers, account and document numbers, wallets.
 * Asked once for each word that has a digit. Belongs to one thread.
 */
public final class CodeDetectors {
    private final IdentityDetector identities = new IdentityDetector();
    private final IbanDetector accounts = new IbanDetector();
    private final WalletDetector wallets = new WalletDetector();
    private final MacDetector hardware = new MacDetector();
    private final KeyDetector keys = new KeyDetector();
    private final SecretLink links = new SecretLink();

    /** Forgets the text before. */
    public void begin() {
        keys.begin();
    }

    /**
     * Looks at the word {@code [start, end)} (letters, digits, underscores, non-ASCII characters), whose first digit is at
     * {@code digit}. A detector may look beyond the word's borders where its format has dashes, dots or spaces.
     */
    public boolean at(Text text, int start, int digit, int end, Match match) {
        if (digit == start + 2 && accounts.at(text, start, match)) {
            return true;
        }
        return hardware.around(text, start, end, match)
                || wallets.at(text, start, end, match)
                || keys.at(text, start, end, match)
                || links.at(text, start, match)
                || identities.code(text, start, digit, match);
    }

    /** Looks at the colon at {@code i}: a bot's token has its number before it. */
    public boolean colon(Text text, int i, Match match) {
        return keys.telegram(text, i, match);
    }

    /** Looks at the underscore at {@code i}: keys of a few providers have no digit. */
    public boolean underscore(Text text, int i, Match match) {
        return keys.ofLetters(text, i, match);
    }
}
