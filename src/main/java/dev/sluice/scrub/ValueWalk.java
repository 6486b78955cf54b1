package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.KeyRule.Special;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.policy.PathState;
import dev.sluice.scrub.policy.Rules;
import dev.sluice.scrub.text.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * The structure of a document: goes through objects and lists, and knows at each value what its key, its place, its
 * neighbours and the policy say about it. Belongs to one thread.
 */
final class ValueWalk {
    private final Target target;
    private final KeyTable keys;
    private final KeyReader keyReader;
    private final StringContents contents;
    private final PlainValues plain;
    private final NumberScrubber numbers;
    private final RecordingWalk recordings;
    private final PathWalk paths;
    private final NamedValues namedValues;
    private final Siblings siblings;

    private @Nullable ScannedEvent event;
    private int dropEnd;

    ValueWalk(
            Target target,
            KeyTable keys,
            KeyReader keyReader,
            StringContents contents,
            PlainValues plain,
            NumberScrubber numbers,
            RecordingWalk recordings) {
        this.target = target;
        this.keys = keys;
        this.keyReader = keyReader;
        this.contents = contents;
        this.plain = plain;
        this.numbers = numbers;
        this.recordings = recordings;
        this.paths = new PathWalk(target);
        this.namedValues = new NamedValues(keys);
        this.siblings = new Siblings(keys);
    }

    /**
     * Starts a document.
     *
     * @param top what the policy says about paths
     * @param event where the fields of an event are noted; null for other documents
     */
    void begin(@Nullable PathState top, @Nullable ScannedEvent event) {
        this.event = event;
        dropEnd = -1;
        paths.begin(top);
    }

    /** Walks the value that starts at {@code i}; answers the index after it. */
    int value(TextView v, int i, int depth, Place place, Treatment treatment, boolean person)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        if (i >= v.to) {
            throw new MalformedJsonException("a value is missing", i);
        }
        contents.locate(v, i);
        return switch (b[i]) {
            case '{' ->
                object(
                        v,
                        i,
                        DocumentWalk.deeper(depth),
                        place,
                        place.handsDown() ? treatment : treatment.inside(),
                        person);
            case '[' ->
                array(
                        v,
                        i,
                        DocumentWalk.deeper(depth),
                        place,
                        place.handsDown() ? treatment : treatment.elements(),
                        person,
                        false);
            default -> plain.value(v, i, depth, treatment);
        };
    }

    private int object(TextView v, int open, int depth, Place place, Treatment around, boolean person)
            throws MalformedJsonException, ScrubFailedException {
        // One event instead of a list of them is a recording, too.
        boolean isRecorded = place == Place.RECORDING || place == Place.RECORDED_EVENT;
        return isRecorded ? recordings.event(v, open, depth) : members(v, open, depth, place, around, person);
    }

    private int members(TextView v, int open, int depth, Place place, Treatment around, boolean person)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        int to = v.to;
        int i = JsonSkip.space(b, open + 1, to);
        if (i < to && b[i] == '}') {
            return i + 1;
        }
        PathState there = paths.here();
        Rules rules = target.rules;
        boolean quick = there == null && target.remembers();
        siblings.open(depth);
        int comma = -1;
        Treatment named = null;
        while (true) {
            if (i >= to || b[i] != '"') {
                throw new MalformedJsonException("a key is missing", i);
            }
            int key = i;
            contents.locate(v, i);
            KnownKey known = keyReader.read(v, i + 1, contents.level());
            KeyRule rule = known.rule;
            if (there != null) {
                paths.enter(there, v, key + 1, keyReader.end);
            }
            int start = afterColon(b, keyReader.end + 1, to);
            boolean drop = false;
            int end;
            if (quick && around == Treatment.TEXT && known.isSilentIn(place) && PlainValues.isOne(b, start, to)) {
                end = usual(known, v, start, depth, Treatment.TEXT);
            } else if (quick && known.isProtectedIn(place) && PlainValues.isOne(b, start, to)) {
                end = usual(known, v, start, depth, Treatment.PROTECTED);
            } else if (isDropped(rule, place)) {
                drop = true;
                end = JsonSkip.value(b, start, to);
            } else if (place == Place.OTLP) {
                named = named == null ? namedValues.treatment(v, start, rule, around) : named;
                end = attribute(v, start, depth, rule, named == null ? around : named);
            } else {
                end = member(v, start, depth, place, rule, around, person);
                note(rule, place, start, end);
            }
            if (there != null) {
                paths.leave(there, rules);
            }
            i = JsonSkip.space(b, end, to);
            if (i >= to || (b[i] != ',' && b[i] != '}')) {
                throw new MalformedJsonException("a comma or a closing brace is missing", i);
            }
            if (drop) {
                drop(comma, key, end, b[i] == ',' ? i : -1);
            }
            if (b[i] == '}') {
                return i + 1;
            }
            comma = i;
            i = JsonSkip.space(b, i + 1, to);
        }
    }

    /** Walks a plain value that neither its key nor its place say anything special about. */
    private int usual(KnownKey key, TextView v, int start, int depth, Treatment own)
            throws MalformedJsonException, ScrubFailedException {
        if (key.rule.role() != Siblings.Role.NONE) {
            Treatment treatment = siblings.of(v, start, depth, key.rule, own);
            if (treatment != own) {
                return value(v, start, depth, Place.ELSEWHERE, treatment, false);
            }
        }
        return plain.ofKey(key, v, start, depth, own);
    }

    private static int afterColon(byte[] b, int from, int to) throws MalformedJsonException {
        int colon = JsonSkip.space(b, from, to);
        if (colon >= to || b[colon] != ':') {
            throw new MalformedJsonException("a colon is missing", colon);
        }
        return JsonSkip.space(b, colon + 1, to);
    }

    private boolean isDropped(KeyRule rule, Place place) {
        return place == Place.PROPERTIES && rule.special() == Special.IP && target.policy.ip() == IpPolicy.DROP;
    }

    /** Takes a member out together with the comma before it, or with the one after it where none is left before it. */
    private void drop(int commaBefore, int start, int end, int commaAfter) {
        int from = commaBefore >= 0 && commaBefore >= dropEnd ? commaBefore : start;
        int to = from == start && commaAfter >= 0 ? commaAfter + 1 : end;
        target.edits.delete(from, to);
        dropEnd = to;
        target.findings.count(Kind.IP, Action.REMOVE);
    }

    private int member(TextView v, int start, int depth, Place place, KeyRule rule, Treatment around, boolean person)
            throws MalformedJsonException, ScrubFailedException {
        if (place == Place.PROPERTIES && rule.special() == Special.IP) {
            return visitorsAddress(v, start, depth);
        }
        Place inner = place.below(rule.special());
        if (inner == Place.PROPERTIES && event != null) {
            event.forgetProperties();
        }
        boolean ofPerson = rule.person() || inner.isOfPerson();
        Treatment own = siblings.of(v, start, depth, rule, Treatment.of(rule, place, around, person));
        Treatment treatment = paths.treatment(own);
        return value(v, start, depth, inner, treatment, ofPerson);
    }

    /** A member of an object of OTLP, whose {@code value} is what its {@code key} says. */
    private int attribute(TextView v, int start, int depth, KeyRule rule, Treatment around)
            throws MalformedJsonException, ScrubFailedException {
        return switch (rule.special()) {
            case KEY -> value(v, start, depth, Place.OTLP, Treatment.TEXT, false);
            case INT_VALUE -> {
                int end = JsonSkip.value(v.bytes, start, v.to);
                numbers.whole(v, start, end, around);
                yield end;
            }
            default -> {
                Treatment own = Treatment.of(rule, Place.OTLP, around, false);
                // An id is one value; what stands in its place is nobody's id.
                boolean isId = own == around || !own.isProtected() || PlainValues.isOne(v.bytes, start, v.to);
                yield value(v, start, depth, Place.OTLP, isId ? own : Treatment.TEXT, false);
            }
        };
    }

    /** Follows its own setting: PostHog reads an address there or nothing, whatever the rules ask for elsewhere. */
    private int visitorsAddress(TextView v, int start, int depth) throws MalformedJsonException, ScrubFailedException {
        if (target.policy.ip() == IpPolicy.FORWARD) {
            return JsonSkip.value(v.bytes, start, v.to);
        }
        Rules rules = target.rules;
        target.rules = Rules.USUAL;
        int end = value(v, start, depth, Place.ELSEWHERE, Treatment.keyed(Kind.IP), false);
        target.rules = rules;
        return end;
    }

    private void note(KeyRule rule, Place place, int start, int end) {
        ScannedEvent target = event;
        if (target == null) {
            return;
        }
        Field field =
                place == Place.EVENT ? rule.eventField() : place == Place.PROPERTIES ? rule.propertyField() : null;
        if (field != null) {
            target.found(field, start, end);
        }
    }

    private int array(TextView v, int open, int depth, Place place, Treatment around, boolean person, boolean inArray)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        int to = v.to;
        int i = JsonSkip.space(b, open + 1, to);
        if (i < to && b[i] == ']') {
            return i + 1;
        }
        Place inner = place.element();
        Treatment next = around;
        for (int index = 0; ; index++) {
            int start = i;
            if (i < to && b[i] == '[') {
                i = array(v, i, DocumentWalk.deeper(depth), inner, around.elements(), person, true);
            } else {
                i = value(v, i, depth, inner, next, person);
            }
            next = around;
            if (inArray && index == 0 && b[start] == '"' && isHeaderName(b, start + 1, i - 1)) {
                // Headers and tags also come as a list of pairs of a name and a value.
                Treatment named = Treatment.of(keys.rule(b, start + 1, i - 1), place, around, false);
                next = named.slot() == Treatment.Slot.KEYED ? named : around;
            }
            i = JsonSkip.space(b, i, to);
            if (i < to && b[i] == ']') {
                return i + 1;
            }
            if (i >= to || b[i] != ',') {
                throw new MalformedJsonException("a comma or a closing bracket is missing", i);
            }
            i = JsonSkip.space(b, i + 1, to);
        }
    }

    private static boolean isHeaderName(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Ascii.isAlphanumeric(b[i]) && b[i] != '-' && b[i] != '_') {
                return false;
            }
        }
        return true;
    }
}
