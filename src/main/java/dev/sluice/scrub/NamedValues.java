package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.KeyRule.Special;
import dev.sluice.scrub.text.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Attributes as OTLP writes them (opentelemetry-proto, {@code KeyValue} as JSON): {@code {"key": "user.email", "value":
 * {"stringValue": "…"}}}, in either order. Belongs to one thread.
 */
final class NamedValues {
    /** How far a name is looked for behind the value that it belongs to. */
    private static final int MAX_LOOK_AHEAD = 4096;

    private final KeyTable keys;
    private final TextView decoded = TextView.scratch();

    NamedValues(KeyTable keys) {
        this.keys = keys;
    }

    /** What the member that starts at {@code start} says about the value of its object; null if nothing. */
    @Nullable
    Treatment treatment(TextView v, int start, KeyRule rule, Treatment around) {
        if (rule.special() == Special.KEY) {
            return named(v, start, around);
        }
        return rule.special() == Special.VALUE ? namedBehind(v, start, around) : null;
    }

    private @Nullable Treatment named(TextView v, int start, Treatment around) {
        byte[] b = v.bytes;
        if (start >= v.to || b[start] != '"') {
            return null;
        }
        try {
            int end = JsonSkip.string(b, start, v.to);
            Unfold.json(v, start + 1, end - 1, decoded);
        } catch (MalformedJsonException e) {
            // The walk comes to the same place next, and says so.
            return null;
        }
        KeyRule rule = keys.rule(decoded.bytes, decoded.from, decoded.to);
        return Treatment.of(rule, Place.ATTRIBUTES, around, false);
    }

    private @Nullable Treatment namedBehind(TextView v, int start, Treatment around) {
        byte[] b = v.bytes;
        int to = Math.min(v.to, start + MAX_LOOK_AHEAD);
        try {
            int i = JsonSkip.space(b, JsonSkip.value(b, start, to), to);
            i = i < to && b[i] == ',' ? JsonSkip.space(b, i + 1, to) : to;
            if (!Ascii.startsWith(b, i, to, "\"key\"")) {
                return null;
            }
            i = JsonSkip.space(b, i + "\"key\"".length(), to);
            return i < to && b[i] == ':' ? named(v, JsonSkip.space(b, i + 1, to), around) : null;
        } catch (MalformedJsonException e) {
            return null;
        }
    }
}
