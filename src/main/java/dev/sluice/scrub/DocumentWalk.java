package dev.sluice.scrub;

import dev.sluice.json.Edits;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.KeyRule.Special;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * The one walk over a document: checks its syntax, knows at each value what its keys say about it, and hands every string
 * and number on. JSON that stands inside a string, or packed inside a recording, is walked in the same way where it stands.
 * Belongs to one thread.
 */
final class DocumentWalk {
    private final Target target = new Target();
    private final KeyTable keys = new KeyTable();
    private final StringBorders borders = new StringBorders();
    private final StringScrubber strings;
    private final NumberScrubber numbers;
    private final KeyReader keyReader;
    private final StringContents contents;
    private final IpPolicy ipPolicy;
    private final RecordedEvent recorded = new RecordedEvent();
    private final TextView root = TextView.ofDocument();

    private @Nullable ScannedEvent event;
    private int dropEnd;

    DocumentWalk(Pseudonyms.Cache pseudonyms, IpPolicy ipPolicy) {
        this.strings = new StringScrubber(target, keys, pseudonyms, ipPolicy);
        this.numbers = new NumberScrubber(target, pseudonyms);
        this.keyReader = new KeyReader(keys, strings);
        this.contents = new StringContents(this, target, strings, borders.triggers);
        this.ipPolicy = ipPolicy;
    }

    /** Walks {@code [from, to)} as a whole, which starts at {@code place}. */
    void walk(byte[] document, int from, int to, String project, Place place, Output output)
            throws MalformedJsonException, ScrubFailedException {
        target.set(document, project, output.edits, output.findings);
        event = output.event;
        dropEnd = -1;
        strings.begin();
        contents.begin();
        root.show(document, from, to);
        int start = JsonSkip.space(document, from, to);
        int end = JsonSkip.space(document, value(root, start, 0, place, Treatment.TEXT, false), to);
        if (end != to) {
            throw new MalformedJsonException("something after the end of the document", end);
        }
    }

    /** Where a walk writes to. */
    record Output(Edits edits, Findings findings, @Nullable ScannedEvent event) {}

    /** Scrubs a text that is no JSON document. */
    void text(byte[] text, int from, int to, String project, Treatment treatment, Output output) {
        target.set(text, project, output.edits, output.findings);
        strings.begin();
        root.show(text, from, to);
        borders.triggers.of(text, from, to);
        strings.string(root, from, to, treatment, 0, borders.triggers);
    }

    /** Whether {@code [from, to)} is an object or a list as JSON, so that its keys say more than a search could find. */
    static boolean isJson(byte[] text, int from, int to) {
        int first = JsonSkip.space(text, from, to);
        return first < to && (text[first] == '{' || text[first] == '[') && JsonSkip.isValue(text, first, to);
    }

    KeyRule rule(byte[] key, int from, int to) {
        return keys.rule(key, from, to);
    }

    /** Walks the value that starts at {@code i}; answers the index after it. */
    int value(TextView v, int i, int depth, Place place, Treatment treatment, boolean person)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        if (i >= v.to) {
            throw new MalformedJsonException("a value is missing", i);
        }
        return switch (b[i]) {
            case '{' -> object(v, i, deeper(depth), place, treatment.inside(), person);
            case '[' -> array(v, i, deeper(depth), place, treatment.inside(), person, false);
            default -> scalar(v, i, depth, treatment);
        };
    }

    private int scalar(TextView v, int i, int depth, Treatment treatment)
            throws MalformedJsonException, ScrubFailedException {
        byte first = v.bytes[i];
        if (first == '"') {
            return string(v, i + 1, depth, treatment);
        }
        // Of all letters only those of the literals may stand here.
        if (first >= 'a') {
            return JsonSkip.literal(v.bytes, i, v.to);
        }
        int end = JsonSkip.number(v.bytes, i, v.to);
        numbers.scrub(v, i, end, treatment);
        return end;
    }

    private int string(TextView v, int from, int depth, Treatment treatment)
            throws MalformedJsonException, ScrubFailedException {
        if (treatment.slot() == Treatment.Slot.PROTECTED) {
            return borders.end(v, from) + 1;
        }
        boolean isSearched = treatment == Treatment.TEXT || treatment == Treatment.IDENTITY;
        if (isSearched && MachineText.isUuidAt(v.bytes, from, v.to)) {
            return from + MachineText.UUID_LENGTH + 1;
        }
        int end = borders.stringEnd(v, from);
        contents.scrub(v, from, end, depth, treatment);
        return end + 1;
    }

    private static int deeper(int depth) throws ScrubFailedException {
        if (depth == JsonSkip.MAX_DEPTH) {
            throw new ScrubFailedException("the event is nested deeper than " + JsonSkip.MAX_DEPTH + " levels");
        }
        return depth + 1;
    }

    private int object(TextView v, int open, int depth, Place place, Treatment around, boolean person)
            throws MalformedJsonException, ScrubFailedException {
        // One event instead of a list of them is a recording, too.
        boolean isRecorded = place == Place.RECORDING || place == Place.RECORDED_EVENT;
        return isRecorded ? recordedEvent(v, open, depth, around) : members(v, open, depth, place, around, person);
    }

    private int recordedEvent(TextView v, int open, int depth, Treatment around)
            throws MalformedJsonException, ScrubFailedException {
        recorded.begin();
        int end = members(v, open, depth, Place.RECORDED_EVENT, around, false);
        recorded.end();
        return end;
    }

    private int members(TextView v, int open, int depth, Place place, Treatment around, boolean person)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        int to = v.to;
        int i = JsonSkip.space(b, open + 1, to);
        if (i < to && b[i] == '}') {
            return i + 1;
        }
        int comma = -1;
        while (true) {
            if (i >= to || b[i] != '"') {
                throw new MalformedJsonException("a key is missing", i);
            }
            int key = i;
            KnownKey known = keyReader.read(v, i + 1, contents.level());
            int start = afterColon(b, keyReader.end + 1, to);
            boolean drop = false;
            int end;
            if (around == Treatment.TEXT && known.isSilentIn(place) && isPlain(b, start, to)) {
                end = known.value.end(b, start, to, true);
                end = end < 0 ? unusual(known.value, v, start, depth, Treatment.TEXT) : end;
            } else if (known.isProtectedIn(place) && isPlain(b, start, to)) {
                end = known.value.end(b, start, to, false);
                end = end < 0 ? unusual(known.value, v, start, depth, Treatment.PROTECTED) : end;
            } else {
                KeyRule rule = known.rule;
                drop = place == Place.PROPERTIES && rule.special() == Special.IP && ipPolicy == IpPolicy.DROP;
                end = drop ? JsonSkip.value(b, start, to) : member(v, start, depth, place, rule, around, person);
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

    /** Walks a plain value that its key did not have the last time. */
    private int unusual(UsualValue usual, TextView v, int start, int depth, Treatment treatment)
            throws MalformedJsonException, ScrubFailedException {
        int editsBefore = target.edits.size();
        int findingsBefore = target.findings.total();
        int end = scalar(v, start, depth, treatment);
        boolean found = target.edits.size() != editsBefore || target.findings.total() != findingsBefore;
        // What an escape means depends on how many strings it is inside of.
        boolean escaped = v.bytes[start] == '"' && (borders.triggers.mask & StringTriggers.BACKSLASH) != 0;
        if (!found && !escaped) {
            usual.becomes(v.bytes, start, end, treatment == Treatment.TEXT);
        }
        return end;
    }

    private static int afterColon(byte[] b, int from, int to) throws MalformedJsonException {
        int colon = JsonSkip.space(b, from, to);
        if (colon >= to || b[colon] != ':') {
            throw new MalformedJsonException("a colon is missing", colon);
        }
        return JsonSkip.space(b, colon + 1, to);
    }

    /** Whether the value that starts at {@code start} is neither an object nor a list. */
    private static boolean isPlain(byte[] b, int start, int to) {
        return start < to && b[start] != '{' && b[start] != '[';
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
        if (rule.special() == Special.CV && place == Place.RECORDED_EVENT) {
            return recorded.version(v, start);
        }
        if (place == Place.PROPERTIES && rule.special() == Special.IP && ipPolicy == IpPolicy.FORWARD) {
            int end = JsonSkip.value(v.bytes, start, v.to);
            note(rule, place, start, end);
            return end;
        }
        Place inner = place.below(rule.special());
        if (inner == Place.PROPERTIES && event != null) {
            event.forgetProperties();
        }
        recorded.member(v, start, place, rule.special());
        int end = value(v, start, depth, inner, Treatment.of(rule, place, around, person), rule.person());
        note(rule, place, start, end);
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
        Place inner = place == Place.RECORDING ? Place.RECORDED_EVENT : Place.ELSEWHERE;
        Treatment next = around;
        for (int index = 0; ; index++) {
            int start = i;
            if (i < to && b[i] == '[') {
                i = array(v, i, deeper(depth), inner, around.inside(), person, true);
            } else {
                i = value(v, i, depth, inner, next, person);
            }
            next = around;
            if (inArray && index == 0 && b[start] == '"' && isHeaderName(b, start + 1, i - 1)) {
                // Headers and tags also come as a list of pairs of a name and a value.
                Treatment named = Treatment.of(keys.rule(b, start + 1, i - 1), Place.ELSEWHERE, around, false);
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
