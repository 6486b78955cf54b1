package dev.sluice.scrub;

import dev.sluice.json.MalformedJsonException;

/** Reads the keys of a document: what each means, and whether it is personal itself. Belongs to one thread. */
final class KeyReader {
    private final KeyTable keys;
    private final StringScrubber strings;
    private final StringBorders borders = new StringBorders();
    private final StringTriggers triggers = new StringTriggers();
    private final TextView decoded = TextView.scratch();

    /** Index of the quote that ends the key read last. */
    int end;

    KeyReader(KeyTable keys, StringScrubber strings) {
        this.keys = keys;
        this.strings = strings;
    }

    void trim() {
        decoded.trim();
    }

    /**
     * Reads the key that starts at {@code from}, after its quote.
     *
     * @param levels how many strings of JSON it is inside of
     */
    KeyRule read(TextView v, int from, int levels) throws MalformedJsonException {
        end = borders.keyEnd(v, from);
        if (!borders.escaped) {
            KeyRule rule = keys.rule(v.bytes, from, end, borders.keyHash);
            if (!rule.searched()) {
                return rule;
            }
        }
        Unfold.json(v, from, end, decoded);
        triggers.of(decoded.bytes, decoded.from, decoded.to);
        strings.string(decoded, decoded.from, decoded.to, Treatment.KEY, levels + 1, triggers);
        return keys.rule(decoded.bytes, decoded.from, decoded.to);
    }
}
