package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;

/**
 * Finds where strings end, and notices on the way what they may hold: each byte is looked at once. Belongs to one thread.
 */
final class StringBorders {
    /** Of the string read last by {@link #stringEnd}. */
    final StringTriggers triggers = new StringTriggers();

    /** Whether the string passed last by {@link #end} has escapes. */
    boolean escaped;

    /** Index of the quote that ends the string, whatever is in it. */
    int end(TextView v, int from) throws MalformedJsonException {
        byte[] b = v.bytes;
        int to = v.to;
        int i = Words.plainEnd(b, from, to);
        escaped = false;
        while (i < to && b[i] != '"') {
            if (b[i] != '\\') {
                throw new MalformedJsonException("a control character in a string", i);
            }
            escaped = true;
            i = Words.plainEnd(b, JsonSkip.escape(b, i, to), to);
        }
        if (i == to) {
            throw new MalformedJsonException("a string does not end", to);
        }
        return i;
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
