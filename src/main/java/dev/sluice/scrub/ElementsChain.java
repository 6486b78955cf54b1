package dev.sluice.scrub;

import dev.sluice.scrub.text.Ascii;

/**
 * The chain of elements of an autocaptured event (posthog-js, {@code autocapture-utils}): {@code tag.class:name="value"…}
 * joined by semicolons, quotes in values escaped by a backslash. Each value is searched by itself, under its own name;
 * outside of the quotes only addresses go: selectors and actions match on the rest. Belongs to one thread.
 */
final class ElementsChain {
    private static final int MAX_NAME = 128;
    private static final String PREFIX = "attr__";

    private final DocumentWalk walk;
    private final StringScrubber strings;
    private final StringTriggers triggers = new StringTriggers();

    ElementsChain(DocumentWalk walk, StringScrubber strings) {
        this.walk = walk;
        this.strings = strings;
    }

    /** @param levels how many strings of JSON it is inside of */
    void scrub(TextView v, int from, int to, int levels) {
        byte[] b = v.bytes;
        // What an input's own name says about its value, which comes after it: names are sorted.
        Treatment ofField = Treatment.TEXT;
        int rest = from;
        int i = from;
        while (i < to) {
            if (b[i] == ';') {
                ofField = Treatment.TEXT;
            }
            boolean opens = b[i] == '"' && i > from && b[i - 1] == '=';
            if (!opens) {
                i++;
                continue;
            }
            int name = nameStart(b, from, i - 1);
            outside(v, rest, i, levels);
            int end = valueEnd(b, i + 1, to);
            value(v, i + 1, end, treatment(b, name, i - 1, ofField), levels);
            if (is(b, name, i - 1, "attr__name") || is(b, name, i - 1, "attr__autocomplete")) {
                Treatment named = treatment(b, i + 1, end, Treatment.TEXT);
                ofField = named.slot() == Treatment.Slot.TEXT ? ofField : named;
            }
            rest = Math.min(end + 1, to);
            i = rest;
        }
        if (rest == from) {
            // No chain at all: then it is a text like any other.
            value(v, from, to, Treatment.TEXT, levels);
        } else {
            outside(v, rest, to, levels);
        }
    }

    /** Names of elements, classes and attributes: an address is the only thing that can be told from them. */
    private void outside(TextView v, int from, int to, int levels) {
        triggers.of(v.bytes, from, to);
        if (triggers.mayHoldEmail()) {
            strings.string(v, from, to, Treatment.EVENT_NAME, levels, triggers);
        }
    }

    private Treatment treatment(byte[] b, int name, int end, Treatment ofField) {
        if (is(b, name, end, "attr__value")) {
            return ofField;
        }
        int start = Ascii.startsWith(b, name, end, PREFIX) ? name + PREFIX.length() : name;
        return Treatment.of(walk.rule(b, start, end), Place.ELSEWHERE, Treatment.TEXT, false);
    }

    private void value(TextView v, int from, int to, Treatment treatment, int levels) {
        triggers.of(v.bytes, from, to);
        if (treatment.slot() != Treatment.Slot.TEXT || triggers.callForDetectors(to - from)) {
            strings.string(v, from, to, treatment, levels, triggers);
        }
    }

    private static int nameStart(byte[] b, int from, int end) {
        int limit = Math.max(from, end - MAX_NAME);
        int i = end;
        while (i > limit && b[i - 1] != '"' && b[i - 1] != ':' && b[i - 1] != ';') {
            i--;
        }
        return i;
    }

    /** As PostHog reads it: the browser escapes quotes but no backslashes, so that any backslash before a quote is its escape. */
    private static int valueEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (b[i] != '"' || (i > from && b[i - 1] == '\\'))) {
            i++;
        }
        return i;
    }

    private static boolean is(byte[] b, int from, int to, String word) {
        return to - from == word.length() && Ascii.startsWith(b, from, to, word);
    }
}
