package dev.sluice.scrub;

import dev.sluice.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a document: what each means, and whether it is personal itself. Belongs to one thread. */
final class KeyReader {
    private final KeyTable keys;
    private final StringScrubber strings;
    private final StringBorders borders = new StringBorders();
    private final StringTriggers triggers = new StringTriggers();
    private final TextView decoded = TextView.scratch();

    /** Index of the quote that ends the key read last. */
    int end;

    /** The key read last, unless it had to be searched. */
    private @Nullable KnownKey previous;

    KeyReader(KeyTable keys, StringScrubber strings) {
        this.keys = keys;
        this.strings = strings;
    }

    /** The keys to come mean something else than those read so far. */
    void forget() {
        previous = null;
    }

    void trim() {
        decoded.trim();
    }

    /**
     * Reads the key that starts at {@code from}, after its quote.
     *
     * @param levels how many strings of JSON it is inside of
     */
    KnownKey read(TextView v, int from, int levels) throws MalformedJsonException {
        KnownKey before = previous;
        KnownKey expected = before == null ? null : before.following(v.bytes, from, v.to);
        if (expected == null) {
            return lookUp(v, from, levels);
        }
        end = from + expected.length();
        previous = expected;
        return expected;
    }

    private KnownKey lookUp(TextView v, int from, int levels) throws MalformedJsonException {
        end = borders.keyEnd(v, from);
        if (borders.escaped) {
            return search(v, from, levels);
        }
        KnownKey key = keys.key(v.bytes, from, end, borders.keyHash);
        if (key.rule.searched()) {
            return search(v, from, levels);
        }
        if (previous != null) {
            previous.isFollowedBy(key);
        }
        previous = key;
        return key;
    }

    private KnownKey search(TextView v, int from, int levels) {
        Unfold.json(v, from, end, decoded);
        triggers.of(decoded.bytes, decoded.from, decoded.to);
        strings.string(decoded, decoded.from, decoded.to, Treatment.KEY, levels + 1, triggers);
        return keys.key(decoded.bytes, decoded.from, decoded.to);
    }
}
