package dev.sluice.capture;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;

/**
 * Walks the members of one JSON object in order. After each {@link #next} the caller either takes {@link #skip} to pass over
 * the value, or reads the value itself and says with {@link #valueEndsAt} where it ended.
 */
public final class JsonMembers {
    private final byte[] document;
    private final int to;
    private int position;
    private boolean first = true;
    private int keyStart;
    private int keyEnd;
    private int valueStart;

    /** @param open index of the opening brace */
    public JsonMembers(byte[] document, int open, int to) {
        this.document = document;
        this.to = to;
        this.position = open + 1;
    }

    /** Moves to the next member; false at the closing brace. */
    public boolean next() throws MalformedJsonException {
        int i = JsonSkip.space(document, position, to);
        if (i < to && document[i] == '}') {
            position = i + 1;
            return false;
        }
        if (!first) {
            i = JsonSkip.space(document, require(i, ',') + 1, to);
        }
        first = false;
        keyStart = i;
        keyEnd = JsonSkip.string(document, i, to);
        valueStart = JsonSkip.space(document, require(JsonSkip.space(document, keyEnd, to), ':') + 1, to);
        return true;
    }

    public boolean isKey(String name) {
        return JsonText.equals(document, keyStart, keyEnd, name);
    }

    /** The key, unescaped. */
    public String key() {
        return JsonText.text(document, keyStart, keyEnd);
    }

    public int valueStart() {
        return valueStart;
    }

    boolean valueStartsWith(char c) {
        return valueStart < to && document[valueStart] == c;
    }

    /** Passes over the value; the index after it. */
    public int skip() throws MalformedJsonException {
        position = JsonSkip.value(document, valueStart, to);
        return position;
    }

    void valueEndsAt(int end) {
        position = end;
    }

    /** Index after the closing brace, once {@link #next} has answered false. */
    public int end() {
        return position;
    }

    private int require(int i, char c) throws MalformedJsonException {
        if (i >= to || document[i] != c) {
            throw new MalformedJsonException("'" + c + "' expected", i);
        }
        return i;
    }
}
