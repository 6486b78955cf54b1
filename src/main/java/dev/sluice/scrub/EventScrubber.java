package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.policy.IpPolicy;

/**
 * The firewall: walks a JSON document once, notes where the journey's fields stand, and asks for the replacement of
 * whatever is personal. Belongs to one thread; its scratch memory is reused from one document to the next.
 */
public final class EventScrubber {
    private final DocumentWalk walk;
    private final QueryScrubber queries;
    private final Edits textEdits = new Edits();
    private final Findings textFindings = new Findings();

    /**
     * @param pseudonyms gives the tokens that take the place of identifiers; may be shared between scrubbers
     * @param ipPolicy what becomes of {@code $ip}; other addresses are always cut to their network or taken out
     */
    public EventScrubber(Pseudonyms pseudonyms, IpPolicy ipPolicy) {
        walk = new DocumentWalk(new Pseudonyms.Cache(pseudonyms), ipPolicy);
        queries = new QueryScrubber(walk);
    }

    /**
     * Scans one PostHog event.
     *
     * @param document holds the event; not modified
     * @param from index of the event's opening brace
     * @param to index after its closing brace
     * @param project configured name of the project, which chooses the key of the pseudonyms
     * @param into where the findings go; cleared first
     * @throws MalformedJsonException if {@code [from, to)} is not one JSON object
     * @throws ScrubFailedException if the event must be withheld
     */
    public void scan(byte[] document, int from, int to, String project, ScannedEvent into)
            throws MalformedJsonException, ScrubFailedException {
        into.clear();
        if (from >= to || document[from] != '{') {
            throw new MalformedJsonException("an event is no object", from);
        }
        walk(document, from, to, project, Place.EVENT, into.output());
    }

    /**
     * Scans any other JSON value that leaves the gateway, such as the body of a {@code /flags/} request, by the same rules:
     * {@code distinct_id}, {@code $anon_distinct_id}, {@code alias} and the members of {@code groups} are identities where
     * the document has them at its top; {@code token} and {@code api_key} there stay as they are.
     *
     * @param into where the replacements go; cleared first
     * @throws MalformedJsonException if {@code [from, to)} is not one JSON value
     * @throws ScrubFailedException if the document must be withheld
     */
    public void scanDocument(byte[] document, int from, int to, String project, Edits into)
            throws MalformedJsonException, ScrubFailedException {
        textFindings.clear();
        scanDocument(document, from, to, project, into, textFindings);
    }

    /** The same, and counts what was found; {@code findings} is added to, not cleared. */
    public void scanDocument(byte[] document, int from, int to, String project, Edits into, Findings findings)
            throws MalformedJsonException, ScrubFailedException {
        into.clear();
        walk(document, from, to, project, Place.DOCUMENT, new DocumentWalk.Output(into, findings, null));
    }

    /** Scrubs text in UTF-8, which may be JSON. Answers the same array if there is nothing in it. */
    public byte[] scrubText(byte[] text, String project) throws ScrubFailedException {
        textEdits.clear();
        textFindings.clear();
        var output = new DocumentWalk.Output(textEdits, textFindings, null);
        try {
            if (DocumentWalk.isJson(text, 0, text.length)) {
                walk.walk(text, 0, text.length, project, Place.ELSEWHERE, output);
            } else {
                walk.text(text, 0, text.length, project, Treatment.TEXT, output);
            }
        } catch (MalformedJsonException e) {
            throw new ScrubFailedException("a text was well-formed JSON at first and then not");
        } catch (RuntimeException e) {
            throw internal(e);
        }
        return applied(text);
    }

    /**
     * Scrubs the raw query of an address ({@code a=b&c=d}, still percent-encoded, without the question mark) on its way to
     * PostHog: {@code distinct_id} and its like become pseudonyms, {@code token} and {@code api_key} stay, everything else
     * follows the rules for parameters. Answers the same array if there is nothing in it.
     */
    public byte[] scrubQuery(byte[] query, String project) throws ScrubFailedException {
        textEdits.clear();
        textFindings.clear();
        try {
            queries.scrub(query, project, new DocumentWalk.Output(textEdits, textFindings, null));
        } catch (RuntimeException e) {
            throw internal(e);
        }
        return applied(query);
    }

    private byte[] applied(byte[] text) {
        if (textEdits.isEmpty()) {
            return text;
        }
        var out = new ByteSink(text.length + 64);
        textEdits.apply(text, 0, text.length, out);
        return out.toByteArray();
    }

    private void walk(byte[] document, int from, int to, String project, Place place, DocumentWalk.Output output)
            throws MalformedJsonException, ScrubFailedException {
        try {
            walk.walk(document, from, to, project, place, output);
        } catch (RuntimeException e) {
            throw internal(e);
        }
    }

    // Fail closed: a mistake of ours withholds the event. Only the type is told; a message could quote the event.
    private static ScrubFailedException internal(RuntimeException e) {
        return new ScrubFailedException("internal error: " + e.getClass().getSimpleName());
    }
}
