package dev.sluice.tunnel;

import dev.sluice.capture.JsonMembers;
import dev.sluice.capture.JsonText;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.json.Utf8;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object on one line of an envelope: its header, or an item's. A key that stands there twice is refused, because two
 * readers might take different ones.
 */
public final class HeaderLine {
    /** Sentry's own tunnel takes header lines of this size. */
    static final int MAX_BYTES = 64 << 10;

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final Map<String, Value> members;

    /** Where a member's value stands. */
    private record Value(int from, int to) {}

    private HeaderLine(byte[] bytes, int from, int to, Map<String, Value> members) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.members = members;
    }

    /** Reads {@code [from, to)}, which is the whole line without its line feed. */
    static HeaderLine read(byte[] bytes, int from, int to) throws MalformedEnvelopeException {
        if (to - from > MAX_BYTES) {
            throw new MalformedEnvelopeException("a header is longer than " + (MAX_BYTES >> 10) + " KiB", from);
        }
        int open = JsonSkip.space(bytes, from, to);
        if (open == to || bytes[open] != '{') {
            throw new MalformedEnvelopeException("a header is no JSON object", from);
        }
        if (Utf8.firstInvalid(bytes, from, to) >= 0) {
            throw new MalformedEnvelopeException("a header is not valid UTF-8", from);
        }
        Map<String, Value> found = new LinkedHashMap<>();
        try {
            JsonMembers members = new JsonMembers(bytes, open, to);
            while (members.next()) {
                int start = members.valueStart();
                if (found.put(members.key(), new Value(start, members.skip())) != null) {
                    throw new MalformedEnvelopeException("a key stands twice in a header", start);
                }
            }
            if (JsonSkip.space(bytes, members.end(), to) != to) {
                throw new MalformedEnvelopeException("something follows the JSON of a header", members.end());
            }
        } catch (MalformedJsonException e) {
            throw new MalformedEnvelopeException("a header is not JSON", from);
        }
        return new HeaderLine(bytes, from, to, found);
    }

    /** Index of its first byte in the envelope. */
    public int start() {
        return from;
    }

    /** Index of its line feed, or of the end of the envelope. */
    public int end() {
        return to;
    }

    byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    boolean has(String key) {
        return members.containsKey(key);
    }

    /** The value of this key if it is a string; empty if not, or if there is none. */
    Optional<String> text(String key) {
        @Nullable Value value = members.get(key);
        return value == null || !JsonText.isString(bytes, value.from)
                ? Optional.empty()
                : Optional.of(JsonText.text(bytes, value.from, value.to));
    }

    /**
     * The value of this key if it is a whole number of at most nine digits; -1 if there is none.
     *
     * @throws MalformedEnvelopeException if it is anything else
     */
    int count(String key) throws MalformedEnvelopeException {
        @Nullable Value value = members.get(key);
        if (value == null) {
            return -1;
        }
        int number = 0;
        boolean isNumber = value.to - value.from <= 9;
        for (int i = value.from; i < value.to && isNumber; i++) {
            isNumber = bytes[i] >= '0' && bytes[i] <= '9';
            number = number * 10 + bytes[i] - '0';
        }
        if (!isNumber) {
            throw new MalformedEnvelopeException("a length or count in a header is no whole number", value.from);
        }
        return number;
    }
}
