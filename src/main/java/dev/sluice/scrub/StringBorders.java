package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;

/**
 * Finds where strings end, and notices on the way what they may hold: each byte is looked at once. Belongs to one thread.
 */
final class StringBorders {
    /** Of the key or string read last. */
    final StringTriggers triggers = new StringTriggers();

    /** Of the key read last; meaningless if it has escapes. */
    int keyHash;

    /** Index of the quote that ends the key; leaves its hash and its triggers. */
    int keyEnd(TextView v, int from) throws MalformedJsonException {
        byte[] b = v.bytes;
        int to = v.to;
        int mask = 0;
        int digits = 0;
        int hash = 0;
        int i = from;
        while (i < to) {
            int c = StringTriggers.CLASSES[b[i] & 0xff];
            if (c < 0) {
                break;
            }
            mask |= c;
            digits += c & StringTriggers.DIGIT;
            hash = KeyTable.step(hash, b[i]);
            i++;
        }
        if (i < to && b[i] == '"') {
            triggers.mask = mask;
            triggers.digits = digits;
            keyHash = hash;
            return i;
        }
        return stringEnd(v, from);
    }

    /** Index of the quote that ends the string; leaves its triggers. */
    int stringEnd(TextView v, int from) throws MalformedJsonException {
        byte[] b = v.bytes;
        int to = v.to;
        int mask = 0;
        int digits = 0;
        int i = from;
        while (i < to) {
            int c = StringTriggers.CLASSES[b[i] & 0xff];
            if (c < 0) {
                if (b[i] == '"') {
                    triggers.mask = mask;
                    triggers.digits = digits;
                    return i;
                }
                if (b[i] != '\\') {
                    throw new MalformedJsonException("a control character in a string", i);
                }
                mask |= StringTriggers.BACKSLASH;
                i = JsonSkip.escape(b, i, to);
                continue;
            }
            mask |= c;
            digits += c & StringTriggers.DIGIT;
            i++;
        }
        throw new MalformedJsonException("a string does not end", to);
    }
}
