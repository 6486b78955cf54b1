package dev.sluice.scrub;

import dev.sluice.json.Edits;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.KeyRule.Special;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.policy.PathState;
import dev.sluice.scrub.policy.ProjectPolicy;
import dev.sluice.scrub.policy.Rules;
import dev.sluice.scrub.text.Ascii;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one walk over a document: checks its syntax, knows at each value what its keys say about it, and hands every string
 * and number on. JSON that stands inside a string, or packed inside a recording, is walked in the same way where it stands.
 * Belongs to one thread.
 */
final class DocumentWalk {
    /** Base64 in base64, JSON in a log line in a JSON document in base64, and one more. */
    private static final int ENCLOSED_LEVELS = 3;

    /** Bytes from which on a document may leave scratch memory behind that should not stay. */
    private static final int LARGE = 1 << 14;

    private static final byte[] NOTHING = new byte[0];

    private final Target target = new Target();
    private final KeyTable keys = new KeyTable();
    private final StringBorders borders = new StringBorders();
    private final StringScrubber strings;
    private final NumberScrubber numbers;
    private final KeyReader keyReader;
    private final StringContents contents;
    private final PathWalk paths = new PathWalk(target);
    private final RecordingWalk recordings;
    private final PlainValues plain;
    private final Budget budget;
    private final boolean isEnclosed;
    private final NamedValues namedValues = new NamedValues(keys);
    private final Siblings siblings = new Siblings(keys);
    private final TextView root = TextView.ofDocument();

    private @Nullable PathState top;
    private @Nullable ScannedEvent event;
    private int dropEnd;

    DocumentWalk(Pseudonyms.Cache pseudonyms, Budget budget) {
        this(pseudonyms, budget, ENCLOSED_LEVELS);
    }

    /** @param levels of documents that stand enclosed in strings, each within the other, and are walked by a walk of their own */
    private DocumentWalk(Pseudonyms.Cache pseudonyms, Budget budget, int levels) {
        this.budget = budget;
        this.isEnclosed = levels < ENCLOSED_LEVELS;
        Supplier<DocumentWalk> inner = () -> new DocumentWalk(pseudonyms, budget, levels - 1);
        this.strings = new StringScrubber(target, keys, pseudonyms, levels == 0 ? null : inner);
        this.numbers = new NumberScrubber(target, pseudonyms);
        this.keyReader = new KeyReader(keys, strings);
        this.contents = new StringContents(this, target, strings, borders.triggers);
        this.plain = new PlainValues(target, borders, contents, numbers, budget);
        this.recordings = new RecordingWalk(this, target, strings, keyReader, borders, contents);
    }

    /** What the next walks keep to; {@code scope} is the part of the policy that holds for the document. */
    void obey(ProjectPolicy policy, ProjectPolicy.Scope scope) {
        target.obey(policy, scope.rules());
        if (keys.use(policy.keys())) {
            keyReader.forget();
        }
        recordings.level(policy.recordings());
        top = scope.paths();
    }

    /** What is enclosed in a document is paid for by the document. */
    private void beginBudget(int length) throws ScrubFailedException {
        if (!isEnclosed) {
            budget.begin(length);
        }
    }

    /** Walks {@code [from, to)} as a whole, which starts at {@code place}. */
    void walk(byte[] document, int from, int to, String project, Place place, Output output)
            throws MalformedJsonException, ScrubFailedException {
        beginBudget(to - from);
        target.set(document, project, output.edits, output.findings);
        target.isText = false;
        event = output.event;
        dropEnd = -1;
        paths.begin(top);
        strings.begin();
        contents.begin();
        root.show(document, from, to);
        try {
            int start = JsonSkip.space(document, from, to);
            int end = JsonSkip.space(document, value(root, start, 0, place, Treatment.TEXT, place.isOfPerson()), to);
            if (end != to) {
                throw new MalformedJsonException("something after the end of the document", end);
            }
        } finally {
            trim(to - from);
        }
    }

    private void trim(int length) {
        if (length > LARGE) {
            contents.trim();
            strings.trim();
            keyReader.trim();
            recordings.trim();
            root.show(NOTHING, 0, 0);
            target.document = NOTHING;
        }
    }

    /** Where a walk writes to. */
    record Output(Edits edits, Findings findings, @Nullable ScannedEvent event) {}

    /** Scrubs a text that is no JSON document. */
    void text(byte[] text, int from, int to, String project, Treatment treatment, Output output)
            throws ScrubFailedException {
        beginBudget(to - from);
        target.set(text, project, output.edits, output.findings);
        target.isText = true;
        strings.begin();
        root.show(text, from, to);
        borders.triggers.of(text, from, to);
        strings.string(root, from, to, treatment, 0, borders.triggers);
        trim(to - from);
    }

    /** Whether {@code [from, to)} is an object or a list as JSON, so that its keys say more than a search could find. */
    static boolean isJson(byte[] text, int from, int to) {
        int first = JsonSkip.space(text, from, to);
        return first < to && (text[first] == '{' || text[first] == '[') && JsonSkip.isValue(text, first, to);
    }

    KeyRule rule(byte[] key, int from, int to) {
        return keys.rule(key, from, to);
    }

    /** Walks a value of a recording that is like any other. */
    int part(TextView v, int start, int depth, Treatment treatment)
            throws MalformedJsonException, ScrubFailedException {
        return value(v, start, depth, Place.ELSEWHERE, treatment, false);
    }

    /** Walks what was packed in a recording. */
    int packed(TextView v, int start, int depth, RecordingWalk.Part part)
            throws MalformedJsonException, ScrubFailedException {
        return recordings.part(v, start, depth, part);
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
            case '{' -> object(v, i, deeper(depth), place, place.handsDown() ? treatment : treatment.inside(), person);
            case '[' ->
                array(v, i, deeper(depth), place, place.handsDown() ? treatment : treatment.elements(), person, false);
            default -> plain.value(v, i, depth, treatment);
        };
    }

    static int deeper(int depth) throws ScrubFailedException {
        if (depth == JsonSkip.MAX_DEPTH) {
            throw new ScrubFailedException("the event is nested deeper than " + JsonSkip.MAX_DEPTH + " levels");
        }
        return depth + 1;
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
            default -> value(v, start, depth, Place.OTLP, Treatment.of(rule, Place.OTLP, around, false), false);
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
                i = array(v, i, deeper(depth), inner, around.elements(), person, true);
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
