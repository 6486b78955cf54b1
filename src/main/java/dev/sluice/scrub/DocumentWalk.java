package dev.sluice.scrub;

import dev.sluice.json.Edits;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.policy.PathState;
import dev.sluice.scrub.policy.ProjectPolicy;
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
    private final KeyReader keyReader;
    private final StringContents contents;
    private final RecordingWalk recordings;
    private final ValueWalk values;
    private final Budget budget;
    private final boolean isEnclosed;
    private final TextView root = TextView.ofDocument();

    private @Nullable PathState top;

    DocumentWalk(Pseudonyms.Cache pseudonyms, Budget budget) {
        this(pseudonyms, budget, ENCLOSED_LEVELS);
    }

    /** @param levels of documents that stand enclosed in strings, each within the other, and are walked by a walk of their own */
    private DocumentWalk(Pseudonyms.Cache pseudonyms, Budget budget, int levels) {
        this.budget = budget;
        this.isEnclosed = levels < ENCLOSED_LEVELS;
        Supplier<DocumentWalk> inner = () -> new DocumentWalk(pseudonyms, budget, levels - 1);
        this.strings = new StringScrubber(target, keys, pseudonyms, levels == 0 ? null : inner);
        var numbers = new NumberScrubber(target, pseudonyms);
        this.keyReader = new KeyReader(keys, strings);
        this.contents = new StringContents(this, target, strings, borders.triggers);
        var plain = new PlainValues(target, borders, contents, numbers, budget);
        this.recordings = new RecordingWalk(this, target, strings, keyReader, borders, contents);
        this.values = new ValueWalk(target, keys, keyReader, contents, plain, numbers, recordings);
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
        values.begin(top, output.event);
        strings.begin();
        contents.begin();
        root.show(document, from, to);
        try {
            int start = JsonSkip.space(document, from, to);
            target.isText = start < to && document[start] == '"';
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

    /** Walks the value that starts at {@code i}; answers the index after it. */
    int value(TextView v, int i, int depth, Place place, Treatment treatment, boolean person)
            throws MalformedJsonException, ScrubFailedException {
        return values.value(v, i, depth, place, treatment, person);
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

    static int deeper(int depth) throws ScrubFailedException {
        if (depth == JsonSkip.MAX_DEPTH) {
            throw new ScrubFailedException("the event is nested deeper than " + JsonSkip.MAX_DEPTH + " levels");
        }
        return depth + 1;
    }
}
