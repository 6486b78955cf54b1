package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.KeyRule.Special;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import java.nio.charset.StandardCharsets;

/**
 * What was typed into a page that is being recorded (rrweb: {@code text} of an input event, {@code value} of an input node or
 * of changed attributes). It arrives key by key, so no detector could know it: it is masked whatever it is. Belongs to one
 * thread.
 */
final class RecordedInput {
    /** As wide as any other: even the length of what was typed tells something. */
    private static final byte[] MASK = "****".getBytes(StandardCharsets.US_ASCII);

    /** Inputs whose values are the page's, not the visitor's. */
    private static final String[] BUTTONS = {
        "submit", "button", "reset", "checkbox", "radio", "range", "color", "image", "hidden"
    };

    private boolean isInput;
    private boolean isButton;

    /** Notes a member that starts at {@code start}; answers whether its value has to go. */
    boolean hides(TextView v, int start, Place place, Special special) {
        return switch (place) {
            case RECORDED_DATA -> special == Special.TEXT && isTyped(v, start);
            case RECORDED_CHANGES -> {
                if (special == Special.PACKED_ATTRIBUTES) {
                    isInput = true;
                    isButton = false;
                }
                yield false;
            }
            case RECORDED_NODE -> {
                if (special == Special.TAG_NAME) {
                    isInput = is(v, start, "input") || is(v, start, "textarea");
                    isButton = false;
                }
                yield false;
            }
            case RECORDED_ATTRIBUTES -> {
                if (special == Special.TYPE) {
                    isButton = isOneOf(v, start, BUTTONS);
                }
                yield special == Special.VALUE && isInput && !isButton && isTyped(v, start);
            }
            default -> false;
        };
    }

    /** Replaces the string that starts at {@code start}; answers the index after it. */
    int mask(TextView v, int start, Target target) throws MalformedJsonException {
        int end = JsonSkip.string(v.bytes, start, v.to);
        target.edits.replace(v.origin(start + 1), v.origin(end - 1), MASK);
        target.findings.count(Kind.KEYED_SECRET, Action.REPLACE);
        return end;
    }

    /** Whether it is a string that holds more than what is left of one that was masked, or the state of a box. */
    private static boolean isTyped(TextView v, int start) {
        byte[] b = v.bytes;
        if (start >= v.to || b[start] != '"' || is(v, start, "on") || is(v, start, "off")) {
            return false;
        }
        int i = start + 1;
        while (i < v.to && b[i] == '*') {
            i++;
        }
        return i == v.to || b[i] != '"';
    }

    private static boolean isOneOf(TextView v, int start, String[] words) {
        for (String word : words) {
            if (is(v, start, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(TextView v, int start, String word) {
        int end = start + 1 + word.length();
        return end < v.to
                && v.bytes[start] == '"'
                && v.bytes[end] == '"'
                && Ascii.startsWith(v.bytes, start + 1, v.to, word);
    }
}
