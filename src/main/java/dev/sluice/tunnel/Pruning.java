package dev.sluice.tunnel;

import dev.sluice.capture.JsonMembers;
import dev.sluice.json.ByteSink;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes members out of JSON, in one walk whatever its depth. Belongs to one thread. */
final class Pruning {
    private static final byte[] AUTO = "\"{{auto}}\"".getBytes(StandardCharsets.US_ASCII);

    /** What goes, as pairs of first index and index after, in ascending order. */
    private int[] gone = new int[16];

    private int size;
    /** Whether the object that was walked last has a {@code value} that asks for the address. */
    private boolean asks;

    /** The object without this member; itself if it has none. Looks at its top only. */
    byte[] without(String key, byte[] object) throws MalformedJsonException {
        size = 0;
        JsonMembers members = new JsonMembers(object, JsonSkip.space(object, 0, object.length), object.length);
        Cut cut = new Cut();
        while (members.next()) {
            cut.begins(members.keyStart());
            boolean goes = members.isKey(key);
            cut.ends(goes, size, members.skip());
        }
        cut.close(members.end());
        return applied(object);
    }

    /**
     * The document without the members, at any depth, that ask Sentry to put in the address which it sees the request come
     * from: {@code "ip_address":"{{auto}}"}, {@code "client.address":{"value":"{{auto}}",…}}. The address would be the
     * gateway's.
     *
     * @param json one value that has been checked
     */
    byte[] withoutAutoAddress(byte[] json) throws MalformedJsonException {
        if (!mentionsAuto(json)) {
            return json;
        }
        size = 0;
        value(json, JsonSkip.space(json, 0, json.length));
        return applied(json);
    }

    private static boolean mentionsAuto(byte[] json) {
        for (int i = 0; i + AUTO.length <= json.length; i++) {
            if (json[i] == '"' && isAuto(json, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAuto(byte[] json, int start) {
        int end = start + AUTO.length;
        return end <= json.length && Arrays.equals(json, start, end, AUTO, 0, AUTO.length);
    }

    private int value(byte[] json, int start) throws MalformedJsonException {
        return switch (json[start]) {
            case '{' -> object(json, start);
            case '[' -> elements(json, start);
            default -> JsonSkip.value(json, start, json.length);
        };
    }

    private int object(byte[] json, int open) throws MalformedJsonException {
        JsonMembers members = new JsonMembers(json, open, json.length);
        Cut cut = new Cut();
        boolean hasAutoValue = false;
        while (members.next()) {
            cut.begins(members.keyStart());
            int mark = size;
            int start = members.valueStart();
            asks = false;
            int end = value(json, start);
            boolean isAuto = isAuto(json, start);
            hasAutoValue |= isAuto && members.isKey("value");
            cut.ends(isAuto || (asks && json[start] == '{'), mark, end);
            members.valueEndsAt(end);
        }
        cut.close(members.end());
        asks = hasAutoValue;
        return members.end();
    }

    private int elements(byte[] json, int open) throws MalformedJsonException {
        int i = JsonSkip.space(json, open + 1, json.length);
        while (json[i] != ']') {
            i = JsonSkip.space(json, value(json, i), json.length);
            if (json[i] == ',') {
                i = JsonSkip.space(json, i + 1, json.length);
            }
        }
        return i + 1;
    }

    /** Cuts members out of one object so that the commas between the others are right. */
    private final class Cut {
        /** Where the last member that was looked at ends, if one before it stays; else -1. */
        private int before = -1;
        /** Where the members begin that go and have none before them that stays; else -1. */
        private int first = -1;

        void begins(int key) {
            if (first >= 0) {
                add(first, key);
                first = -1;
            }
            current = key;
        }

        private int current;

        /** @param mark how much was to go before this member was walked: what goes inside it goes with it */
        void ends(boolean goes, int mark, int end) {
            if (!goes) {
                before = end;
                return;
            }
            size = mark;
            if (before >= 0) {
                add(before, end);
                before = end;
            } else {
                first = current;
            }
        }

        void close(int end) {
            if (first >= 0) {
                add(first, end - 1);
            }
        }
    }

    private void add(int from, int to) {
        if (size == gone.length) {
            gone = Arrays.copyOf(gone, size * 2);
        }
        gone[size++] = from;
        gone[size++] = to;
    }

    private byte[] applied(byte[] json) {
        if (size == 0) {
            return json;
        }
        ByteSink out = new ByteSink(json.length);
        int position = 0;
        for (int i = 0; i < size; i += 2) {
            out.append(json, position, gone[i]);
            position = gone[i + 1];
        }
        out.append(json, position, json.length);
        if (gone.length > 1024) {
            gone = new int[16];
        }
        return out.toByteArray();
    }
}
