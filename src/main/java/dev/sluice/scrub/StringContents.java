package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;

/**
 * Decides what a string holds: text, which is searched; JSON, or a packed part of a recording, which is walked like the
 * document itself. Belongs to one thread.
 */
final class StringContents {
    /** JSON in strings in JSON: as deep as people do it by mistake, and one more. */
    private static final int MAX_LEVELS = 4;

    private static final int FEWEST_IDENTITY_DIGITS = 8;
    private static final int FEWEST_ADDRESS_DIGITS = 4;
    private static final int SHORTEST_REPEATED = 8;
    private static final byte[] NOTHING = new byte[0];

    private final DocumentWalk walk;
    private final Target target;
    private final StringScrubber strings;
    private final StringTriggers triggers;
    private final ElementsChain chain;
    private final CleanTexts cleanTexts = new CleanTexts();
    private final Repeats repeats = new Repeats();
    private final Snapshots snapshots = new Snapshots();
    private final TextView unpacked = TextView.ofDocument();
    private final TextView[] decoded = new TextView[MAX_LEVELS + 1];
    private final Edits innerEdits = new Edits();
    private final ByteSink repacked = new ByteSink(8192);

    private int level;
    private boolean inPacked;

    /** @param triggers always those of the string that is handed over */
    StringContents(DocumentWalk walk, Target target, StringScrubber strings, StringTriggers triggers) {
        this.walk = walk;
        this.target = target;
        this.strings = strings;
        this.triggers = triggers;
        this.chain = new ElementsChain(walk, strings);
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] = TextView.scratch();
        }
    }

    void begin() {
        level = 0;
        inPacked = false;
        repeats.begin();
        snapshots.startEvent();
    }

    /** Notes where the walk is; in packed data it is where that stands. */
    void locate(TextView v, int i) {
        if (!inPacked) {
            target.findings.at(v.origin(i));
        }
    }

    void trim() {
        for (TextView view : decoded) {
            view.trim();
        }
        innerEdits.trim();
        repacked.trim();
        snapshots.trim();
        unpacked.show(NOTHING, 0, 0);
    }

    /** How many strings of JSON the walk is inside of. */
    int level() {
        return level;
    }

    /** Scrubs the string {@code [from, to)}, given without its quotes. */
    void scrub(TextView v, int from, int to, int depth, Treatment treatment) throws ScrubFailedException {
        scrub(v, from, to, depth, treatment, RecordingWalk.Part.OTHER);
    }

    /** The same; {@code part} tells what is in it if it is packed. */
    void scrub(TextView v, int from, int to, int depth, Treatment treatment, RecordingWalk.Part part)
            throws ScrubFailedException {
        boolean escaped = (triggers.mask & StringTriggers.BACKSLASH) != 0;
        if (!escaped) {
            plain(v, from, to, treatment);
            return;
        }
        TextView text = decoded[Math.min(level, MAX_LEVELS)];
        if (text == v) {
            // As deep as we look, what is in here is searched as text, escapes and all.
            search(v, from, to, treatment);
            return;
        }
        boolean isText = treatment.slot() == Treatment.Slot.TEXT;
        boolean remembers = target.remembers();
        if (remembers && cleanTexts.has(v.bytes, from, to, target.policy, treatment)) {
            return;
        }
        Unfold.json(v, from, to, text);
        if (RecordedEvent.startsPacked(v.bytes, from, to) && Snapshots.isPacked(text.bytes, text.from, text.to)) {
            packed(text, from, to, depth, part);
            return;
        }
        if (isText && startsLikeJson(text) && JsonSkip.isValue(text.bytes, text.from, text.to)) {
            level++;
            nested(text, depth);
            level--;
            return;
        }
        triggers.of(text.bytes, text.from, text.to);
        if (search(text, text.from, text.to, treatment) && remembers) {
            cleanTexts.add(v.bytes, from, to, target.policy, treatment);
        }
    }

    /** Scrubs a string without escapes. */
    private void plain(TextView v, int from, int to, Treatment treatment) {
        if (!target.remembers()) {
            search(v, from, to, treatment);
        } else if (calls(v, from, to, treatment)
                && !cleanTexts.has(v.bytes, from, to, target.policy, treatment)
                && searchCalled(v, from, to, treatment)) {
            cleanTexts.add(v.bytes, from, to, target.policy, treatment);
        }
    }

    /** Answers whether nothing at all was found. */
    private boolean search(TextView v, int from, int to, Treatment treatment) {
        return (!calls(v, from, to, treatment) && !mayHoldPattern(treatment)) || searchCalled(v, from, to, treatment);
    }

    private boolean calls(TextView v, int from, int to, Treatment treatment) {
        return switch (treatment.slot()) {
            case PROTECTED, PROTECTED_LIST -> false;
            case TEXT, CODE, MACHINE, ELEMENTS_CHAIN -> callsForDetectors(v, from, to);
            case EVENT_NAME -> triggers.mayHoldEmail();
            case IDENTITY ->
                triggers.mayHoldEmail()
                        || (to - from >= Base64Run.SHORTEST && (triggers.mask & StringTriggers.UPPER) != 0)
                        || (triggers.digits >= FEWEST_IDENTITY_DIGITS
                                && !MachineText.isOne(v.bytes, from, to, triggers))
                        || (triggers.digits >= FEWEST_ADDRESS_DIGITS
                                && (triggers.mask & (StringTriggers.DOT | StringTriggers.COLON)) != 0);
            case KEY, KEYED, KEYED_IF_DIGIT -> to > from;
        };
    }

    private boolean searchCalled(TextView v, int from, int to, Treatment treatment) {
        if (MediaContent.isOne(v.bytes, from, to)) {
            return true;
        }
        if (treatment.slot() == Treatment.Slot.ELEMENTS_CHAIN) {
            int edits = target.edits.size();
            int findings = target.findings.total();
            chain.scrub(v, from, to, level + 1);
            return target.edits.size() == edits && target.findings.total() == findings;
        }
        boolean mayRepeat = treatment.slot() == Treatment.Slot.TEXT
                && target.rules == target.documentRules
                && !inPacked
                && !v.isDecoded()
                && to - from >= SHORTEST_REPEATED;
        if (mayRepeat && repeats.again(v.bytes, from, to, target)) {
            return false;
        }
        boolean clean = strings.string(v, from, to, treatment, level + 1, triggers);
        if (mayRepeat) {
            repeats.note(from, to, target);
        }
        return clean;
    }

    private boolean callsForDetectors(TextView v, int from, int to) {
        return (triggers.callForDetectors(to - from) && !MachineText.isOne(v.bytes, from, to, triggers))
                || triggers.mayHoldHome(v.bytes, from, to);
    }

    /** What a project searches for itself has bytes that no class of bytes foresees. */
    private boolean mayHoldPattern(Treatment treatment) {
        return !target.policy.patterns().isEmpty()
                && (treatment.slot() == Treatment.Slot.TEXT || treatment.slot() == Treatment.Slot.IDENTITY);
    }

    private static boolean startsLikeJson(TextView text) {
        int first = JsonSkip.space(text.bytes, text.from, text.to);
        // A string is what JSON becomes that was made a string twice.
        return first < text.to && (text.bytes[first] == '{' || text.bytes[first] == '[' || text.bytes[first] == '"');
    }

    private void nested(TextView text, int depth) throws ScrubFailedException {
        try {
            int first = JsonSkip.space(text.bytes, text.from, text.to);
            walk.value(text, first, depth, Place.ELSEWHERE, Treatment.TEXT, false);
        } catch (MalformedJsonException e) {
            throw new ScrubFailedException("JSON in a string was well-formed at first and then not");
        }
    }

    private void packed(TextView text, int from, int to, int depth, RecordingWalk.Part part)
            throws ScrubFailedException {
        if (level > 0 || inPacked) {
            throw new ScrubFailedException("recorded data is packed twice");
        }
        ByteSink plain = snapshots.unpack(text.bytes, text.from, text.to);
        byte[] outerDocument = target.document;
        Edits outerEdits = target.edits;
        innerEdits.clear();
        target.document = plain.array();
        target.edits = innerEdits;
        inPacked = true;
        unpacked.show(target.document, 0, plain.length());
        try {
            int start = JsonSkip.space(target.document, 0, plain.length());
            int end = walk.packed(unpacked, start, depth, part);
            if (JsonSkip.space(target.document, end, plain.length()) != plain.length()) {
                throw new ScrubFailedException("packed data is more than one JSON value");
            }
        } catch (MalformedJsonException e) {
            throw new ScrubFailedException("packed data is not JSON");
        }
        target.document = outerDocument;
        target.edits = outerEdits;
        inPacked = false;
        if (!innerEdits.isEmpty()) {
            repacked.clear();
            innerEdits.apply(plain.array(), 0, plain.length(), repacked);
            target.edits.replace(from, to, snapshots.pack(repacked.array(), repacked.length()));
        }
    }
}
