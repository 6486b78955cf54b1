package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.text.Ascii;

/** The syntax of objects and lists, for walks that know what to expect in them. Belongs to one thread. */
final class Members {
    /** What is done with a member. */
    interface Handler {
        /**
         * @param v holds it
         * @param key start of its key, without the quote
         * @param keyEnd index of the quote after its key
         * @param start start of its value
         * @return index after its value
         */
        int member(TextView v, int key, int keyEnd, int start, int depth, KeyRule rule)
                throws MalformedJsonException, ScrubFailedException;
    }

    /** What is done with an element. */
    interface ElementHandler {
        /** Answers the index after the element that starts at {@code start}. */
        int element(TextView v, int start, int depth) throws MalformedJsonException, ScrubFailedException;
    }

    private final KeyReader keys;

    Members(KeyReader keys) {
        this.keys = keys;
    }

    /** Hands on the members of the object at {@code open}; answers the index after it. */
    int each(TextView v, int open, int depth, int levels, Handler handler)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        int to = v.to;
        int i = JsonSkip.space(b, open + 1, to);
        if (i < to && b[i] == '}') {
            return i + 1;
        }
        while (true) {
            if (i >= to || b[i] != '"') {
                throw new MalformedJsonException("a key is missing", i);
            }
            int key = i + 1;
            KeyRule rule = keys.read(v, key, levels).rule;
            int keyEnd = keys.end;
            i = JsonSkip.space(b, keyEnd + 1, to);
            if (i >= to || b[i] != ':') {
                throw new MalformedJsonException("a colon is missing", i);
            }
            int start = JsonSkip.space(b, i + 1, to);
            i = JsonSkip.space(b, handler.member(v, key, keyEnd, start, depth, rule), to);
            if (i < to && b[i] == '}') {
                return i + 1;
            }
            i = afterComma(b, i, to);
        }
    }

    /** Hands on the elements of the list at {@code open}; answers the index after it. */
    static int elements(TextView v, int open, int depth, ElementHandler handler)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        int to = v.to;
        int i = JsonSkip.space(b, open + 1, to);
        if (i < to && b[i] == ']') {
            return i + 1;
        }
        while (true) {
            i = JsonSkip.space(b, handler.element(v, i, depth), to);
            if (i < to && b[i] == ']') {
                return i + 1;
            }
            i = afterComma(b, i, to);
        }
    }

    private static int afterComma(byte[] b, int i, int to) throws MalformedJsonException {
        if (i >= to || b[i] != ',') {
            throw new MalformedJsonException("a comma or a closing bracket is missing", i);
        }
        return JsonSkip.space(b, i + 1, to);
    }

    /** The whole number that a member of the object at {@code open} has; -1 if there is none. */
    static int number(TextView v, int open, String name) throws MalformedJsonException {
        byte[] b = v.bytes;
        int i = JsonSkip.space(b, open + 1, v.to);
        while (i < v.to && b[i] == '"') {
            int keyEnd = JsonSkip.string(b, i, v.to) - 1;
            int colon = JsonSkip.space(b, keyEnd + 1, v.to);
            int start = JsonSkip.space(b, colon + 1, v.to);
            int end = JsonSkip.value(b, start, v.to);
            if (is(b, i + 1, keyEnd, name)) {
                return end - start <= 2 && Ascii.digits(b, start, end) == end ? value(b, start, end) : -1;
            }
            i = JsonSkip.space(b, end, v.to);
            i = i < v.to && b[i] == ',' ? JsonSkip.space(b, i + 1, v.to) : v.to;
        }
        return -1;
    }

    private static int value(byte[] b, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + b[i] - '0';
        }
        return value;
    }

    static boolean is(byte[] b, int from, int to, String ascii) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (b[i] != ascii.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }
}
