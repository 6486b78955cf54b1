package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.policy.RecordingLevel;
import org.jspecify.annotations.Nullable;

/**
 * Walks one event of a session recording (rrweb, as posthog-js sends it): knows by position what is a page, what was typed,
 * and what is packed. Everything it does not know is walked like any other document. Belongs to one thread.
 */
final class RecordingWalk {
    private static final int FULL_SNAPSHOT = 2;
    private static final int INCREMENT = 3;
    private static final int MUTATION = 0;
    private static final int INPUT = 5;
    private static final int CANVAS = 9;
    private static final int FONT = 10;
    private static final byte[] EMPTY_LIST = {'[', ']'};
    private static final byte[] EMPTY_STRING = {'"', '"'};

    /** What a packed string holds. */
    enum Part {
        SNAPSHOT,
        ADDS,
        TEXTS,
        ATTRIBUTES,
        OTHER
    }

    private final DocumentWalk walk;
    private final StringContents contents;
    private final StringBorders borders;
    private final Members members;
    private final Asterisks masks;
    private final RecordedPage page;
    private final RecordedEvent packing = new RecordedEvent();
    private final Members.Handler eventMember = this::eventMember;
    private final Members.Handler snapshotMember = this::snapshotMember;
    private final Members.Handler incrementMember = this::incrementMember;
    private final Members.Handler changedMember = this::changedMember;
    private final Members.Handler textMember = this::textMember;
    private final Members.ElementHandler added = (v, i, depth) -> object(v, i, depth, this.snapshotMember);
    private final Members.ElementHandler changed = (v, i, depth) -> object(v, i, depth, this.changedMember);
    private final Members.ElementHandler text = (v, i, depth) -> object(v, i, depth, this.textMember);

    private RecordingLevel level = RecordingLevel.STANDARD;
    private int type;
    private int source;

    RecordingWalk(
            DocumentWalk walk,
            Target target,
            StringScrubber strings,
            KeyReader keys,
            StringBorders borders,
            StringContents contents) {
        this.walk = walk;
        this.contents = contents;
        this.borders = borders;
        this.members = new Members(keys);
        this.masks = new Asterisks(target);
        this.page = new RecordedPage(walk, borders, contents, members, masks, new SiblingTexts(target, strings));
    }

    void trim() {
        page.trim();
    }

    void level(RecordingLevel level) {
        this.level = level;
    }

    /** Walks the event at {@code open}; answers the index after it. */
    int event(TextView v, int open, int depth) throws MalformedJsonException, ScrubFailedException {
        if (level == RecordingLevel.OFF) {
            return JsonSkip.value(v.bytes, open, v.to);
        }
        packing.begin();
        type = Members.number(v, open, "type");
        source = -1;
        int end = members.each(v, open, depth, contents.level(), eventMember);
        packing.end();
        return end;
    }

    private int eventMember(TextView v, int key, int keyEnd, int start, int depth, KeyRule rule)
            throws MalformedJsonException, ScrubFailedException {
        if (Members.is(v.bytes, key, keyEnd, "cv")) {
            return packing.version(v, start);
        }
        if (!Members.is(v.bytes, key, keyEnd, "data") || start >= v.to) {
            return other(v, start, depth, rule);
        }
        if (v.bytes[start] == '"') {
            return string(v, start, depth, type == FULL_SNAPSHOT ? Part.SNAPSHOT : Part.OTHER);
        }
        if (v.bytes[start] != '{') {
            return other(v, start, depth, rule);
        }
        if (type == FULL_SNAPSHOT) {
            return object(v, start, depth, snapshotMember);
        }
        source = Members.number(v, start, "source");
        return object(v, start, depth, incrementMember);
    }

    private int object(TextView v, int start, int depth, Members.Handler handler)
            throws MalformedJsonException, ScrubFailedException {
        if (start >= v.to || v.bytes[start] != '{') {
            return walk.part(v, start, depth, Treatment.TEXT);
        }
        return members.each(v, start, DocumentWalk.deeper(depth), contents.level(), handler);
    }

    private int other(TextView v, int start, int depth, KeyRule rule)
            throws MalformedJsonException, ScrubFailedException {
        return walk.part(v, start, depth, Treatment.of(rule, Place.ELSEWHERE, Treatment.TEXT, false));
    }

    /** A string that is packed, or that is withheld because it claims to be; answers the index after it. */
    private int string(TextView v, int start, int depth, Part part)
            throws MalformedJsonException, ScrubFailedException {
        int end = borders.stringEnd(v, start + 1);
        packing.string(v, start + 1, end);
        contents.scrub(v, start + 1, end, depth, Treatment.TEXT, part);
        return end + 1;
    }

    /** Walks what was packed; answers the index after it. */
    int part(TextView v, int start, int depth, Part part) throws MalformedJsonException, ScrubFailedException {
        boolean isList = start < v.to && v.bytes[start] == '[';
        return switch (part) {
            case SNAPSHOT -> object(v, start, depth, snapshotMember);
            case ADDS -> isList ? list(v, start, depth, added) : walk.part(v, start, depth, Treatment.TEXT);
            case TEXTS -> isList ? list(v, start, depth, text) : walk.part(v, start, depth, Treatment.TEXT);
            case ATTRIBUTES -> isList ? list(v, start, depth, changed) : walk.part(v, start, depth, Treatment.TEXT);
            case OTHER -> walk.part(v, start, depth, Treatment.TEXT);
        };
    }

    private static int list(TextView v, int start, int depth, Members.ElementHandler handler)
            throws MalformedJsonException, ScrubFailedException {
        return Members.elements(v, start, DocumentWalk.deeper(depth), handler);
    }

    private int snapshotMember(TextView v, int key, int keyEnd, int start, int depth, KeyRule rule)
            throws MalformedJsonException, ScrubFailedException {
        return Members.is(v.bytes, key, keyEnd, "node") ? tree(v, start, depth) : other(v, start, depth, rule);
    }

    private int tree(TextView v, int start, int depth) throws MalformedJsonException, ScrubFailedException {
        page.begin(level);
        int end = page.node(v, start, depth);
        page.endParagraph(v, depth);
        return end;
    }

    private int incrementMember(TextView v, int key, int keyEnd, int start, int depth, KeyRule rule)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        boolean isString = start < v.to && b[start] == '"';
        if (type == INCREMENT && source == INPUT && isString && Members.is(b, key, keyEnd, "text")) {
            int end = borders.end(v, start + 1);
            masks.typed(v, start + 1, end);
            return end + 1;
        }
        Part part = partOf(b, key, keyEnd);
        if (part != null) {
            boolean isKnown = type == INCREMENT && source == MUTATION && !isString;
            return isString ? string(v, start, depth, part) : part(v, start, depth, isKnown ? part : Part.OTHER);
        }
        if (level == RecordingLevel.STRICT && type == INCREMENT && (source == CANVAS || source == FONT)) {
            return picture(v, key, keyEnd, start, depth, rule);
        }
        return other(v, start, depth, rule);
    }

    private static @Nullable Part partOf(byte[] b, int key, int keyEnd) {
        if (Members.is(b, key, keyEnd, "adds")) {
            return Part.ADDS;
        }
        if (Members.is(b, key, keyEnd, "texts")) {
            return Part.TEXTS;
        }
        if (Members.is(b, key, keyEnd, "attributes")) {
            return Part.ATTRIBUTES;
        }
        return Members.is(b, key, keyEnd, "removes") ? Part.OTHER : null;
    }

    /** What is painted cannot be searched: the commands and the bytes of fonts go. */
    private int picture(TextView v, int key, int keyEnd, int start, int depth, KeyRule rule)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        boolean isList = start < v.to && b[start] == '[';
        boolean paints = isList && (Members.is(b, key, keyEnd, "commands") || Members.is(b, key, keyEnd, "args"));
        if (!paints && !Members.is(b, key, keyEnd, "fontSource")) {
            return other(v, start, depth, rule);
        }
        int end = JsonSkip.value(b, start, v.to);
        masks.replace(v, start, end, isList ? EMPTY_LIST : EMPTY_STRING);
        return end;
    }

    private int changedMember(TextView v, int key, int keyEnd, int start, int depth, KeyRule rule)
            throws MalformedJsonException, ScrubFailedException {
        boolean isObject = start < v.to && v.bytes[start] == '{';
        if (isObject && Members.is(v.bytes, key, keyEnd, "attributes")) {
            page.begin(level);
            return page.changedAttributes(v, start, depth);
        }
        return other(v, start, depth, rule);
    }

    private int textMember(TextView v, int key, int keyEnd, int start, int depth, KeyRule rule)
            throws MalformedJsonException, ScrubFailedException {
        boolean isString = start < v.to && v.bytes[start] == '"';
        if (level == RecordingLevel.STRICT && isString && Members.is(v.bytes, key, keyEnd, "value")) {
            int end = borders.end(v, start + 1);
            masks.shown(v, start + 1, end);
            return end + 1;
        }
        return other(v, start, depth, rule);
    }
}
