package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Policies;
import dev.sluice.scrub.policy.PolicySet;
import dev.sluice.scrub.policy.ProjectPolicy;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The firewall: walks a JSON document once, notes where the journey's fields stand, and asks for the replacement of
 * whatever is personal. Belongs to one thread; its scratch memory is reused from one document to the next.
 */
public final class EventScrubber {
    private final Policies policies;
    private final DocumentWalk walk;
    private final EventName names = new EventName();
    private final @Nullable KeyOverlap overlap;
    private final QueryScrubber queries;
    private final Edits textEdits = new Edits();
    private final Findings textFindings = new Findings();

    /**
     * @param pseudonyms gives the tokens that take the place of identifiers; may be shared between scrubbers
     * @param ipPolicy what becomes of {@code $ip}; everything else follows the strict defaults
     */
    public EventScrubber(Pseudonyms pseudonyms, IpPolicy ipPolicy) {
        this(pseudonyms, new PolicySet(ProjectPolicy.usual(ipPolicy), Map.of()));
    }

    /**
     * @param pseudonyms gives the tokens that take the place of identifiers; may be shared between scrubbers
     * @param policies asked once for each document, so that no document is scrubbed by two policies
     */
    public EventScrubber(Pseudonyms pseudonyms, Policies policies) {
        this(pseudonyms, policies, ScrubLimits.DEFAULTS, System::nanoTime);
    }

    /**
     * @param limits what one document may cost
     * @param nanoTime tells the time, in nanoseconds since any point
     */
    public EventScrubber(Pseudonyms pseudonyms, Policies policies, ScrubLimits limits, LongSupplier nanoTime) {
        this.policies = policies;
        walk = new DocumentWalk(new Pseudonyms.Cache(pseudonyms), new Budget(limits, nanoTime));
        overlap = pseudonyms
                .previous()
                .map(previous -> new KeyOverlap(previous, new Budget(limits, nanoTime)))
                .orElse(null);
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

    /**
     * Scans any JSON value for what it looks like: an event or a batch of PostHog's, an event or an item of Sentry's, an OTLP
     * export, a {@code /flags/} request, or none of these. The rest is as with {@link #scanDocument}.
     */
    public void scanAnything(byte[] document, int from, int to, String project, Edits into, Findings findings)
            throws MalformedJsonException, ScrubFailedException {
        into.clear();
        Place place = DocumentShape.of(document, from, to).place();
        walk(document, from, to, project, place, new DocumentWalk.Output(into, findings, null));
    }

    /**
     * Scans the payload of a Sentry item that is JSON: event, transaction, span, log, metric, session, feedback, replay event,
     * profile and so on. {@code user.id}, {@code email} and {@code username} get the pseudonyms that PostHog's events get; what
     * Sentry groups, links and times by stays. The rest is as with {@link #scanDocument}.
     *
     * @param type as in the item's header
     */
    public void scanSentry(
            String type, byte[] document, int from, int to, String project, Edits into, Findings findings)
            throws MalformedJsonException, ScrubFailedException {
        into.clear();
        Place place = type.equals("user_report") ? Place.SENTRY_FEEDBACK : Place.SENTRY;
        walk(document, from, to, project, place, new DocumentWalk.Output(into, findings, null));
    }

    /** Scans the header of a Sentry envelope, or of an item in it. The rest is as with {@link #scanDocument}. */
    public void scanSentryHeader(byte[] document, int from, int to, String project, Edits into, Findings findings)
            throws MalformedJsonException, ScrubFailedException {
        into.clear();
        walk(document, from, to, project, Place.SENTRY_HEADER, new DocumentWalk.Output(into, findings, null));
    }

    /** Scans a list of rrweb events, as Sentry records them. The rest is as with {@link #scanDocument}. */
    void scanRecording(byte[] document, int from, int to, String project, Edits into, Findings findings)
            throws MalformedJsonException, ScrubFailedException {
        into.clear();
        walk(document, from, to, project, Place.RECORDING, new DocumentWalk.Output(into, findings, null));
    }

    /** Scrubs text in UTF-8, which may be JSON. Answers the same array if there is nothing in it. */
    public byte[] scrubText(byte[] text, String project) throws ScrubFailedException {
        textFindings.clear();
        return scrubText(text, project, textFindings);
    }

    /** The same, and counts what was found; {@code findings} is added to, not cleared. */
    public byte[] scrubText(byte[] text, String project, Findings findings) throws ScrubFailedException {
        textEdits.clear();
        var output = new DocumentWalk.Output(textEdits, findings, null);
        obey(project);
        try {
            if (DocumentWalk.isJson(text, 0, text.length)) {
                walk.walk(text, 0, text.length, project, Place.ELSEWHERE, output);
            } else {
                walk.text(text, 0, text.length, project, Treatment.TEXT, output);
            }
        } catch (MalformedJsonException e) {
            throw new ScrubFailedException("a text was well-formed JSON at first and then not");
        } catch (RuntimeException | StackOverflowError e) {
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
        obey(project);
        try {
            queries.scrub(query, project, new DocumentWalk.Output(textEdits, textFindings, null));
        } catch (RuntimeException | StackOverflowError e) {
            throw internal(e);
        }
        return applied(query);
    }

    private void obey(String project) {
        ProjectPolicy policy = policies.of(project);
        walk.obey(policy, policy.everywhere());
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
            ProjectPolicy policy = policies.of(project);
            boolean isNamed = place == Place.EVENT && policy.hasEventRules();
            ProjectPolicy.Scope scope = isNamed ? policy.event(names.of(document, from, to)) : policy.everywhere();
            walk.obey(policy, scope);
            walk.walk(document, from, to, project, place, output);
            ScannedEvent event = output.event();
            if (overlap != null && event != null) {
                overlap.note(document, project, policy, scope, event);
            }
        } catch (RuntimeException | StackOverflowError e) {
            throw internal(e);
        }
    }

    // Fail closed: a mistake of ours withholds the event. Only the type is told; a message could quote the event.
    private static ScrubFailedException internal(Throwable e) {
        return new ScrubFailedException("internal error: " + e.getClass().getSimpleName(), e);
    }
}
