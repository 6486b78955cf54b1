package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.text.Words;

/**
 * Finds where strings end, and notices on the way what they may hold: each byte is looked at once. Belongs to one thread.
 */
final class StringBorders {
    /** Of the string read last by {@link #stringEnd}. */
    final StringTriggers triggers = new StringTriggers();

    /** Whether what was read last by {@link #keyEnd} or {@link #end} has escapes. */
    boolean escaped;

    /** Of the key read last, unless it has escapes. */
    int keyHash;

    /** Index of the quote that ends a key; leaves its hash. */
    int keyEnd(TextView v, int from) throws MalformedJsonException {
        byte[] b = v.bytes;
        int to = v.to;
        long steps = 0;
        int i = from;
        while (i + 8 <= to) {
            long word = Words.at(b, i);
            long marks = Words.ends(word);
            if (marks != 0) {
                int rest = Long.numberOfTrailingZeros(marks) >>> 3;
                steps = rest == 0 ? steps : Words.step(steps, Words.lowest(word, rest));
                i += rest;
                if (b[i] != '"') {
                    return end(v, i);
                }
                keyHash = Words.hash(steps, i - from);
                escaped = false;
                return i;
            }
            steps = Words.step(steps, word);
            i += 8;
        }
        int end = end(v, i);
        keyHash = Words.hash(b, from, end);
        return end;
    }

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
