package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Looks up the name of an event ahead of the walk, where a policy has rules for events of that name. */
final class EventName {
    private static final byte[] KEY = {'e', 'v', 'e', 'n', 't'};

    private final TextView decoded = TextView.scratch();
    private final TextView document = TextView.ofDocument();

    /** The last one, as in PostHog's own parser; empty where the event has none, or one that is no string. */
    String of(byte[] b, int from, int to) throws MalformedJsonException {
        String name = "";
        int i = JsonSkip.space(b, from + 1, to);
        while (i < to && b[i] == '"') {
            int keyEnd = JsonSkip.string(b, i, to);
            int start = JsonSkip.space(b, JsonSkip.space(b, keyEnd, to) + 1, to);
            int end = JsonSkip.value(b, start, to);
            decode(b, i + 1, keyEnd - 1);
            if (Arrays.equals(decoded.bytes, decoded.from, decoded.to, KEY, 0, KEY.length)) {
                name = text(b, start, end);
            }
            i = JsonSkip.space(b, end, to);
            if (i >= to || b[i] != ',') {
                break;
            }
            i = JsonSkip.space(b, i + 1, to);
        }
        return name;
    }

    private void decode(byte[] b, int from, int to) {
        document.show(b, from, to);
        Unfold.json(document, from, to, decoded);
    }

    private String text(byte[] b, int start, int end) {
        if (b[start] != '"') {
            return "";
        }
        decode(b, start + 1, end - 1);
        return new String(decoded.bytes, decoded.from, decoded.to - decoded.from, StandardCharsets.UTF_8);
    }
}
