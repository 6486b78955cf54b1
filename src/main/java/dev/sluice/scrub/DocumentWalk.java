package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.KeyRule.Special;
import org.jspecify.annotations.Nullable;

/**
 * The one walk over a document: checks its syntax, knows at each value what its keys say about it, and hands every string
 * and number on. JSON that stands inside a string, or packed inside a recording, is walked in the same way where it stands.
 * Belongs to one thread.
 */
final class DocumentWalk {
    /** JSON in strings in JSON: as deep as people do it by mistake, and one more. */
    private static final int MAX_LEVELS = 4;

    private final KeyTable keys = new KeyTable();
    private final StringTriggers triggers = new StringTriggers();
    private final Snapshots snapshots = new Snapshots();
    private final StringScrubber strings;
    private final IpPolicy ipPolicy;
    private final TextView root = TextView.ofDocument();
    private final TextView unpacked = TextView.ofDocument();
    private final TextView keyText = TextView.scratch();
    private final TextView[] decoded = new TextView[MAX_LEVELS + 1];
    private final Edits innerEdits = new Edits();
    private final ByteSink repacked = new ByteSink(8192);

    private byte[] document = new byte[0];
    private String project = "";
    private Edits edits = new Edits();
    private Findings findings = new Findings();
    private @Nullable ScannedEvent event;
    private int level;
    private boolean inPacked;
    private int keyHash;
    /** Of the rrweb event being walked: whether it says that it is packed, and whether it has a string that is not. */
    private boolean saysPacked;

    private boolean hasUnpacked;
    private int dropEnd;

    DocumentWalk(Pseudonyms.Cache pseudonyms, IpPolicy ipPolicy) {
        this.strings = new StringScrubber(keys, pseudonyms, ipPolicy);
        this.ipPolicy = ipPolicy;
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] = TextView.scratch();
        }
    }

    /** Walks {@code [from, to)} as a whole, which starts at {@code place}. */
    void walk(byte[] document, int from, int to, String project, Place place, Output output)
            throws MalformedJsonException, ScrubFailedException {
        this.document = document;
        this.project = project;
        this.edits = output.edits;
        this.findings = output.findings;
        this.event = output.event;
        level = 0;
        inPacked = false;
        dropEnd = -1;
        snapshots.startEvent();
        strings.begin(document, project, edits, findings);
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
        strings.begin(text, project, output.edits, output.findings);
        root.show(text, from, to);
        strings.string(root, from, to, treatment, 0);
    }

    /** Whether {@code [from, to)} is an object or a list as JSON, so that its keys say more than a search could find. */
    static boolean isJson(byte[] text, int from, int to) {
        int first = JsonSkip.space(text, from, to);
        return first < to && (text[first] == '{' || text[first] == '[') && JsonSkip.isValue(text, first, to);
    }

    KeyRule rule(byte[] key, int from, int to) {
        return keys.rule(key, from, to);
    }

    private int value(TextView v, int i, int depth, Place place, Treatment treatment, boolean person)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        if (i >= v.to) {
            throw new MalformedJsonException("a value is missing", i);
        }
        switch (b[i]) {
            case '"' -> {
                int end = stringEnd(v, i + 1);
                string(v, i + 1, end, depth, treatment);
                return end + 1;
            }
            case '{' -> {
                return object(v, i, deeper(depth), place, treatment.inside(), person);
            }
            case '[' -> {
                return array(v, i, deeper(depth), place, treatment.inside(), person, false);
            }
            case 't', 'f', 'n' -> {
                return JsonSkip.literal(b, i, v.to);
            }
            default -> {
                int end = JsonSkip.number(b, i, v.to);
                strings.number(v, i, end, treatment);
                return end;
            }
        }
    }

    private static int deeper(int depth) throws ScrubFailedException {
        if (depth == JsonSkip.MAX_DEPTH) {
            throw new ScrubFailedException("the event is nested deeper than " + JsonSkip.MAX_DEPTH + " levels");
        }
        return depth + 1;
    }

    private int object(TextView v, int open, int depth, Place place, Treatment around, boolean person)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        if (place == Place.RECORDING || place == Place.RECORDED_EVENT) {
            return recordedEvent(v, open, depth, around);
        }
        return members(b, v, open, depth, place, around, person);
    }

    private int recordedEvent(TextView v, int open, int depth, Treatment around)
            throws MalformedJsonException, ScrubFailedException {
        saysPacked = false;
        hasUnpacked = false;
        int end = members(v.bytes, v, open, depth, Place.RECORDED_EVENT, around, false);
        if (saysPacked && hasUnpacked) {
            throw new ScrubFailedException("recorded data says that it is packed, but is not gzip");
        }
        return end;
    }

    private int members(byte[] b, TextView v, int open, int depth, Place place, Treatment around, boolean person)
            throws MalformedJsonException, ScrubFailedException {
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
            int key = i + 1;
            int keyEnd = keyEnd(v, key);
            KeyRule rule = rule(v, key, keyEnd);
            i = JsonSkip.space(b, keyEnd + 1, to);
            if (i >= to || b[i] != ':') {
                throw new MalformedJsonException("a colon is missing", i);
            }
            int start = JsonSkip.space(b, i + 1, to);
            int end;
            boolean drop = place == Place.PROPERTIES && rule.special() == Special.IP && ipPolicy == IpPolicy.DROP;
            if (drop) {
                end = JsonSkip.value(b, start, to);
            } else {
                end = member(v, start, depth, place, rule, around, person);
            }
            note(rule, place, start, end);
            i = JsonSkip.space(b, end, to);
            if (i >= to || (b[i] != ',' && b[i] != '}')) {
                throw new MalformedJsonException("a comma or a closing brace is missing", i);
            }
            if (drop) {
                drop(comma, key - 1, end, b[i] == ',' ? i : -1);
            }
            if (b[i] == '}') {
                return i + 1;
            }
            comma = i;
            i = JsonSkip.space(b, i + 1, to);
        }
    }

    /** Takes a member out together with the comma before it, or with the one after it where none is left before it. */
    private void drop(int commaBefore, int start, int end, int commaAfter) {
        int from = commaBefore >= 0 && commaBefore >= dropEnd ? commaBefore : start;
        int to = from == start && commaAfter >= 0 ? commaAfter + 1 : end;
        edits.delete(from, to);
        dropEnd = to;
        findings.count(Kind.IP, Action.REMOVE);
    }

    private int member(TextView v, int start, int depth, Place place, KeyRule rule, Treatment around, boolean person)
            throws MalformedJsonException, ScrubFailedException {
        if (rule.special() == Special.CV && place == Place.RECORDED_EVENT) {
            return version(v, start);
        }
        if (place == Place.PROPERTIES && rule.special() == Special.IP && ipPolicy == IpPolicy.FORWARD) {
            return JsonSkip.value(v.bytes, start, v.to);
        }
        Place inner = inner(rule.special(), place);
        if (inner == Place.PROPERTIES && event != null) {
            event.forgetProperties();
        }
        boolean packable = (rule.special() == Special.DATA && place == Place.RECORDED_EVENT)
                || (rule.special() == Special.PACKED && place == Place.RECORDED_DATA);
        if (packable && start < v.to && v.bytes[start] == '"' && start + 1 < v.to && v.bytes[start + 1] != '"') {
            hasUnpacked |= !startsLikePacked(v.bytes, start + 1, v.to);
        }
        return value(v, start, depth, inner, Treatment.of(rule, place, around, person), rule.person());
    }

    private int version(TextView v, int start) throws MalformedJsonException, ScrubFailedException {
        int end = JsonSkip.value(v.bytes, start, v.to);
        boolean known = end - start == Snapshots.VERSION.length
                && java.util.Arrays.equals(v.bytes, start, end, Snapshots.VERSION, 0, Snapshots.VERSION.length);
        if (!known) {
            throw new ScrubFailedException("recorded data is packed in an unknown way");
        }
        saysPacked = true;
        return end;
    }

    private static Place inner(Special special, Place place) {
        return switch (special) {
            case PROPERTIES -> place == Place.EVENT ? Place.PROPERTIES : Place.ELSEWHERE;
            case GROUPS ->
                place == Place.PROPERTIES || place == Place.DOCUMENT || place == Place.EVENT
                        ? Place.GROUPS
                        : Place.ELSEWHERE;
            case REQUEST_GROUPS -> place == Place.DOCUMENT ? Place.GROUPS : Place.ELSEWHERE;
            case SNAPSHOT_DATA -> place == Place.PROPERTIES ? Place.RECORDING : Place.ELSEWHERE;
            case DATA -> place == Place.RECORDED_EVENT ? Place.RECORDED_DATA : Place.ELSEWHERE;
            case NONE, EVENT_NAME, PACKED, CV, IP -> Place.ELSEWHERE;
        };
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

    private KeyRule rule(TextView v, int from, int to) {
        boolean escaped = (triggers.mask & StringTriggers.BACKSLASH) != 0;
        boolean personal = (triggers.mask & (StringTriggers.AT | StringTriggers.EQUALS | StringTriggers.HIDES)) != 0
                || triggers.digits >= 7;
        if (!escaped && !personal) {
            return keys.rule(v.bytes, from, to, keyHash);
        }
        TextView text = keyText;
        Unfold.json(v, from, to, text);
        strings.string(text, text.from, text.to, Treatment.KEY, level + 1);
        return keys.rule(text.bytes, text.from, text.to);
    }

    /** Index of the quote that ends the key; leaves its hash and its triggers. */
    private int keyEnd(TextView v, int from) throws MalformedJsonException {
        byte[] b = v.bytes;
        int to = v.to;
        int mask = 0;
        int digits = 0;
        int hash = 0;
        int i = from;
        while (i < to) {
            int c = StringTriggers.CLASSES[b[i] & 0xff];
            if (c < 0) {
                break;
            }
            mask |= c;
            digits += c & StringTriggers.DIGIT;
            hash = KeyTable.step(hash, b[i]);
            i++;
        }
        if (i < to && b[i] == '"') {
            triggers.mask = mask;
            triggers.digits = digits;
            keyHash = hash;
            return i;
        }
        return stringEnd(v, from);
    }

    /** Index of the quote that ends the string; leaves its triggers. */
    private int stringEnd(TextView v, int from) throws MalformedJsonException {
        byte[] b = v.bytes;
        int to = v.to;
        int mask = 0;
        int digits = 0;
        int i = from;
        while (i < to) {
            int c = StringTriggers.CLASSES[b[i] & 0xff];
            if (c < 0) {
                if (b[i] == '"') {
                    triggers.mask = mask;
                    triggers.digits = digits;
                    return i;
                }
                if (b[i] != '\\') {
                    throw new MalformedJsonException("a control character in a string", i);
                }
                mask |= StringTriggers.BACKSLASH;
                i = JsonSkip.escape(b, i, to);
                continue;
            }
            mask |= c;
            digits += c & StringTriggers.DIGIT;
            i++;
        }
        throw new MalformedJsonException("a string does not end", to);
    }

    private void string(TextView v, int from, int to, int depth, Treatment treatment) throws ScrubFailedException {
        Treatment.Slot slot = treatment.slot();
        if (slot == Treatment.Slot.PROTECTED) {
            return;
        }
        boolean escaped = (triggers.mask & StringTriggers.BACKSLASH) != 0;
        if (!escaped) {
            if (slot != Treatment.Slot.TEXT || triggers.callForDetectors(to - from)) {
                strings.string(v, from, to, treatment, level + 1);
            }
            return;
        }
        TextView text = decoded[Math.min(level, MAX_LEVELS)];
        if (text == v) {
            // As deep as we look: what is in here is searched as text, escapes and all.
            strings.string(v, from, to, treatment, level + 1);
            return;
        }
        Unfold.json(v, from, to, text);
        if (startsLikePacked(v.bytes, from, to) && Snapshots.isPacked(text.bytes, text.from, text.to)) {
            packed(text, from, to, depth);
            return;
        }
        if (slot == Treatment.Slot.TEXT && startsLikeJson(text) && JsonSkip.isValue(text.bytes, text.from, text.to)) {
            level++;
            nested(text, depth);
            level--;
            return;
        }
        triggers.of(text.bytes, text.from, text.to);
        if (slot != Treatment.Slot.TEXT || triggers.callForDetectors(text.to - text.from)) {
            strings.string(text, text.from, text.to, treatment, level + 1);
        }
    }

    private static boolean startsLikePacked(byte[] b, int from, int to) {
        return to - from > 6 && b[from] == '\\' && Ascii.startsWith(b, from + 1, to, "u001f");
    }

    private static boolean startsLikeJson(TextView text) {
        int first = JsonSkip.space(text.bytes, text.from, text.to);
        return first < text.to && (text.bytes[first] == '{' || text.bytes[first] == '[');
    }

    private void nested(TextView text, int depth) throws ScrubFailedException {
        try {
            int first = JsonSkip.space(text.bytes, text.from, text.to);
            value(text, first, depth, Place.ELSEWHERE, Treatment.TEXT, false);
        } catch (MalformedJsonException e) {
            throw new ScrubFailedException("JSON in a string was well-formed at first and then not");
        }
    }

    private void packed(TextView text, int from, int to, int depth) throws ScrubFailedException {
        if (level > 0 || inPacked) {
            throw new ScrubFailedException("recorded data is packed twice");
        }
        ByteSink plain = snapshots.unpack(text.bytes, text.from, text.to);
        byte[] outerDocument = document;
        Edits outerEdits = edits;
        boolean outerSays = saysPacked;
        boolean outerHas = hasUnpacked;
        innerEdits.clear();
        document = plain.array();
        edits = innerEdits;
        inPacked = true;
        strings.begin(document, project, edits, findings);
        unpacked.show(document, 0, plain.length());
        try {
            int start = JsonSkip.space(document, 0, plain.length());
            int end = value(unpacked, start, depth, Place.ELSEWHERE, Treatment.TEXT, false);
            if (JsonSkip.space(document, end, plain.length()) != plain.length()) {
                throw new ScrubFailedException("packed data is more than one JSON value");
            }
        } catch (MalformedJsonException e) {
            throw new ScrubFailedException("packed data is not JSON");
        }
        document = outerDocument;
        edits = outerEdits;
        inPacked = false;
        saysPacked = outerSays;
        hasUnpacked = outerHas;
        if (!innerEdits.isEmpty()) {
            repacked.clear();
            innerEdits.apply(plain.array(), 0, plain.length(), repacked);
            edits.replace(from, to, snapshots.pack(repacked.array(), repacked.length()));
        }
        strings.begin(document, project, edits, findings);
    }
}
