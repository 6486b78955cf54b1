package dev.sluice.scrub;

import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.policy.RecordingLevel;
import dev.sluice.scrub.text.Ascii;

/**
 * Walks the elements of a recorded page as rrweb writes them: what is shown is searched, what was typed is masked, style
 * sheets and class names are passed over. Belongs to one thread.
 */
final class RecordedPage {
    private final DocumentWalk walk;
    private final StringBorders borders;
    private final StringContents contents;
    private final Members members;
    private final Asterisks masks;
    private final SiblingTexts texts;
    private final Members.Handler nodeMember = this::nodeMember;
    private final Members.Handler attribute = this::attribute;
    private final Members.ElementHandler child = this::node;

    private RecordingLevel level = RecordingLevel.STANDARD;
    private PageTag tag = PageTag.BLOCK;
    private PageTag parent = PageTag.BLOCK;
    private boolean isTyped;

    RecordedPage(
            DocumentWalk walk,
            StringBorders borders,
            StringContents contents,
            Members members,
            Asterisks masks,
            SiblingTexts texts) {
        this.walk = walk;
        this.borders = borders;
        this.contents = contents;
        this.members = members;
        this.masks = masks;
        this.texts = texts;
    }

    void trim() {
        texts.trim();
        masks.trim();
    }

    void begin(RecordingLevel level) {
        this.level = level;
        tag = PageTag.BLOCK;
        texts.begin();
    }

    /** Walks the node that starts at {@code i} and all that is in it; answers the index after it. */
    int node(TextView v, int i, int depth) throws MalformedJsonException, ScrubFailedException {
        if (i >= v.to || v.bytes[i] != '{') {
            return walk.part(v, i, depth, Treatment.TEXT);
        }
        PageTag outer = parent;
        parent = tag;
        tag = PageTag.BLOCK;
        int end = members.each(v, i, DocumentWalk.deeper(depth), contents.level(), nodeMember);
        tag = parent;
        parent = outer;
        return end;
    }

    /** Searches the texts noted so far: a paragraph has ended. */
    void endParagraph(TextView v, int depth) throws ScrubFailedException, MalformedJsonException {
        texts.join(v);
        for (int i = 0; i < texts.size(); i++) {
            borders.stringEnd(v, texts.start(i));
            contents.scrub(v, texts.start(i), texts.end(i), depth, Treatment.TEXT);
        }
        texts.begin();
    }

    private int nodeMember(TextView v, int key, int keyEnd, int start, int depth, KeyRule rule)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        byte first = start < v.to ? b[start] : 0;
        if (first == '"' && Members.is(b, key, keyEnd, "tagName")) {
            int end = borders.stringEnd(v, start + 1);
            tag = PageTag.of(b, start + 1, end);
            contents.scrub(v, start + 1, end, depth, Treatment.TEXT);
            return end + 1;
        }
        if (first == '"' && Members.is(b, key, keyEnd, "textContent")) {
            return text(v, start + 1, depth) + 1;
        }
        if (first == '[' && Members.is(b, key, keyEnd, "childNodes")) {
            return children(v, start, depth);
        }
        if (first == '{' && Members.is(b, key, keyEnd, "attributes")) {
            return attributes(v, start, depth);
        }
        return walk.part(v, start, depth, Treatment.of(rule, Place.ELSEWHERE, Treatment.TEXT, false));
    }

    private int children(TextView v, int open, int depth) throws MalformedJsonException, ScrubFailedException {
        boolean isParagraph = tag != PageTag.INLINE;
        if (isParagraph) {
            endParagraph(v, depth);
        }
        int end = Members.elements(v, open, DocumentWalk.deeper(depth), child);
        if (isParagraph) {
            endParagraph(v, depth);
        }
        return end;
    }

    /** Answers the index of the quote after the text. */
    private int text(TextView v, int from, int depth) throws MalformedJsonException, ScrubFailedException {
        int end = borders.end(v, from);
        if (parent == PageTag.STYLE) {
            return end;
        }
        if (parent == PageTag.TEXTAREA) {
            masks.typed(v, from, end);
        } else if (level == RecordingLevel.STRICT) {
            masks.shown(v, from, end);
        } else {
            texts.add(from, end);
        }
        return end;
    }

    /** Walks the attributes of an element, which may be known only by its number; answers the index after them. */
    int attributes(TextView v, int open, int depth) throws MalformedJsonException, ScrubFailedException {
        isTyped = tag == PageTag.INPUT || tag == PageTag.TEXTAREA;
        return members.each(v, open, DocumentWalk.deeper(depth), contents.level(), attribute);
    }

    /** The same for a change of attributes: whatever the element is, its value may have been typed. */
    int changedAttributes(TextView v, int open, int depth) throws MalformedJsonException, ScrubFailedException {
        isTyped = true;
        return members.each(v, open, DocumentWalk.deeper(depth), contents.level(), attribute);
    }

    private int attribute(TextView v, int key, int keyEnd, int start, int depth, KeyRule rule)
            throws MalformedJsonException, ScrubFailedException {
        byte[] b = v.bytes;
        if (start >= v.to || b[start] != '"') {
            return walk.part(v, start, depth, Treatment.of(rule, Place.ELSEWHERE, Treatment.TEXT, false));
        }
        if (Members.is(b, key, keyEnd, "_cssText") || Members.is(b, key, keyEnd, "class")) {
            return borders.end(v, start + 1) + 1;
        }
        int end = borders.end(v, start + 1);
        if (Members.is(b, key, keyEnd, "value") && isTyped) {
            masks.typed(v, start + 1, end);
            return end + 1;
        }
        if (Members.is(b, key, keyEnd, "type") && isButton(b, start + 1, end)) {
            isTyped = false;
        }
        if (level == RecordingLevel.STRICT && isTelling(b, key, keyEnd)) {
            masks.shown(v, start + 1, end);
            return end + 1;
        }
        if (Members.is(b, key, keyEnd, "rr_dataURL")) {
            return end + 1;
        }
        return walk.part(v, start, depth, Treatment.of(rule, Place.ELSEWHERE, Treatment.TEXT, false));
    }

    /** Inputs whose value the page has written and not the visitor. */
    private static boolean isButton(byte[] b, int from, int to) {
        return Members.is(b, from, to, "button")
                || Members.is(b, from, to, "submit")
                || Members.is(b, from, to, "reset")
                || Members.is(b, from, to, "checkbox")
                || Members.is(b, from, to, "radio");
    }

    private static boolean isTelling(byte[] b, int from, int to) {
        return Ascii.startsWith(b, from, to, "data-")
                || Members.is(b, from, to, "value")
                || Members.is(b, from, to, "placeholder")
                || Members.is(b, from, to, "title")
                || Members.is(b, from, to, "alt")
                || Members.is(b, from, to, "aria-label")
                || Members.is(b, from, to, "href")
                || Members.is(b, from, to, "src")
                || Members.is(b, from, to, "srcset")
                || Members.is(b, from, to, "rr_dataURL");
    }
}
