package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.policy.ProjectPolicy;
import dev.sluice.scrub.text.Words;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands inside a text and has a form of its own: JSON in a log line or in the parameter of an address, base64. It is
 * walked like a document, by a walk of its own, so that its keys count. Belongs to one thread.
 *
 * <p>JSON keeps its form. Base64 in which something was found gives way to a marker; where it is long, or where it identifies
 * someone, what is left of it is encoded again.
 */
final class Enclosed {
    /** Characters of base64 up to which it is a value rather than a document. */
    private static final int LONGEST_VALUE = 256;
    /** Attempts at JSON may look at this many times the length of the text. */
    private static final int EFFORT = 8;

    private static final int SHORTEST_JSON = 7;
    /** Bytes before base64 that may say what is in it. */
    private static final int CONTEXT = 48;

    private final Target target;
    private final Redactor redactor;
    private final Supplier<DocumentWalk> walks;
    private final Base64Run base64 = new Base64Run();
    private final Edits edits = new Edits();
    private final Findings findings = new Findings();
    private final ByteSink scrubbed = new ByteSink(256);
    private final ByteSink inContext = new ByteSink(256);
    private @Nullable DocumentWalk walk;
    private int context;

    /** @param walks gives the walk for what is enclosed, which belongs to the same thread */
    Enclosed(Target target, Redactor redactor, Supplier<DocumentWalk> walks) {
        this.target = target;
        this.redactor = redactor;
        this.walks = walks;
    }

    void trim() {
        base64.trim();
        edits.trim();
        scrubbed.trim();
        inContext.trim();
    }

    /** Claims what is personal in the enclosed parts of {@code [from, to)}, a text with these triggers. */
    void claim(TextView view, int from, int to, TextScanner.Scope scope, StringTriggers triggers, Claims claims) {
        if (scope == TextScanner.Scope.EMAILS) {
            return;
        }
        boolean hasBracket = (triggers.mask & StringTriggers.BRACKET) != 0;
        if (scope == TextScanner.Scope.EVERYTHING && hasBracket && to - from >= SHORTEST_JSON) {
            claims.beginPass();
            json(view, from, to, claims);
            claims.endPass();
        }
        if (to - from >= Base64Run.SHORTEST) {
            claims.beginPass();
            base64(view, from, to, scope, claims);
            claims.endPass();
        }
    }

    private void json(TextView view, int from, int to, Claims claims) {
        byte[] b = view.bytes;
        long effort = (long) EFFORT * (to - from);
        int i = Words.braceOrBracket(b, from, to);
        while (i < to) {
            int next = i + 1;
            if (startsJson(b, i, to)) {
                int end = JsonSkip.endOrMistake(b, i, to);
                effort -= (end < 0 ? ~end : end) - i;
                if (end > 0) {
                    walk(view, i, end, claims);
                    next = end;
                } else if (effort < 0) {
                    next = Math.max(next, ~end);
                }
            }
            i = Words.braceOrBracket(b, next, to);
        }
    }

    private static boolean startsJson(byte[] b, int i, int to) {
        int next = JsonSkip.space(b, i + 1, to);
        return next < to && (b[i] == '{' ? b[next] == '"' : b[next] == '{' || b[next] == '[');
    }

    private void walk(TextView view, int from, int end, Claims claims) {
        if (!run(view.bytes, from, end, true, Treatment.TEXT)) {
            redactor.part(view, from, end, Kind.KEYED_SECRET, claims);
            return;
        }
        for (int i = 0; i < edits.size(); i++) {
            byte[] with = edits.replacement(i);
            // What has quotes or escapes in it would need those of everything around it.
            claims.addCounted(
                    view.origin(edits.start(i)), view.origin(edits.end(i)), isPlain(with) ? with : Kind.removed());
        }
        if (!edits.isEmpty()) {
            target.findings.add(findings);
        }
    }

    private static boolean isPlain(byte[] with) {
        return Words.plainEnd(with, 0, with.length) == with.length;
    }

    private void base64(TextView view, int from, int to, TextScanner.Scope scope, Claims claims) {
        int i = from;
        while (base64.next(view.bytes, i, to)) {
            inContext.clear();
            if (scope == TextScanner.Scope.EVERYTHING) {
                inContext.append(view.bytes, Math.max(i, base64.start - CONTEXT), base64.start);
            }
            i = base64.end;
            context = inContext.length();
            inContext.append(base64.bytes(), 0, base64.length());
            if (!search(treatment(scope))) {
                redactor.part(view, base64.start, base64.end, Kind.KEYED_SECRET, claims);
            } else if (lastEnd() > context) {
                replace(view, scope, claims);
            }
        }
    }

    /**
     * By its keys, and where these say nothing as text, with the words before it: what is searched for there may be named
     * outside. Answers false if it has to be withheld.
     */
    private boolean search(Treatment treatment) {
        byte[] b = inContext.array();
        int end = inContext.length();
        if (DocumentWalk.isJson(b, context, end)) {
            boolean done = run(b, context, end, true, treatment);
            if (!done || !edits.isEmpty()) {
                return done;
            }
        }
        return run(b, 0, end, false, treatment);
    }

    private int lastEnd() {
        return edits.isEmpty() ? 0 : edits.end(edits.size() - 1);
    }

    private static Treatment treatment(TextScanner.Scope scope) {
        return switch (scope) {
            case EVERYTHING -> Treatment.TEXT;
            case KEY -> Treatment.KEY;
            case EMAILS -> Treatment.EVENT_NAME;
            case IDENTIFIERS -> Treatment.IDENTITY;
            case CODE -> Treatment.CODE;
            case MACHINE -> Treatment.MACHINE;
        };
    }

    private void replace(TextView view, TextScanner.Scope scope, Claims claims) {
        int start = base64.start;
        int end = base64.end;
        if (scope == TextScanner.Scope.KEY) {
            redactor.partOfKey(view, start, end, findings.first(), claims);
            return;
        }
        boolean isCut = hasEditAcross();
        if (scope == TextScanner.Scope.EVERYTHING && (end - start <= LONGEST_VALUE || isCut)) {
            redactor.part(view, start, end, findings.first(), claims);
            return;
        }
        target.findings.add(findings);
        boolean isWhole = edits.size() == 1 && edits.start(0) == context && edits.end(0) == inContext.length();
        claims.addCounted(view.origin(start), view.origin(end), isWhole ? edits.replacement(0) : encoded(view));
    }

    /** Whether something begins in the words before it and ends inside. */
    private boolean hasEditAcross() {
        for (int i = 0; i < edits.size(); i++) {
            if (edits.start(i) < context && edits.end(i) > context) {
                return true;
            }
        }
        return false;
    }

    private byte[] encoded(TextView view) {
        scrubbed.clear();
        edits.apply(inContext.array(), context, inContext.length(), scrubbed);
        return base64.encode(view.bytes, scrubbed.array(), scrubbed.length());
    }

    /** Lets the walk of its own look; answers false if it has to be withheld. */
    private boolean run(byte[] b, int from, int to, boolean isJson, Treatment treatment) {
        DocumentWalk inner = walk;
        if (inner == null) {
            inner = walks.get();
            walk = inner;
        }
        edits.clear();
        findings.clear();
        inner.obey(target.policy, new ProjectPolicy.Scope(target.rules, null));
        var output = new DocumentWalk.Output(edits, findings, null);
        try {
            if (isJson) {
                inner.walk(b, from, to, target.project, Place.ELSEWHERE, output);
            } else {
                inner.text(b, from, to, target.project, treatment, output);
            }
            return true;
        } catch (MalformedJsonException | ScrubFailedException e) {
            return false;
        }
    }
}
