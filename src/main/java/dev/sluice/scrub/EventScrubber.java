package dev.sluice.scrub;

import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;

/**
 * The firewall: walks a JSON document once, notes where the journey's fields stand, and asks for the replacement of
 * whatever is personal. Belongs to one thread; its scratch memory is reused from one document to the next.
 */
public final class EventScrubber {

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
        throw new ScrubFailedException("no firewall yet");
    }

    /**
     * Scans any other JSON value that leaves the gateway, such as the body of a {@code /flags/} request, by the same rules:
     * a property called {@code distinct_id}, {@code $anon_distinct_id} or {@code alias} is an identity wherever the
     * document has one at its top.
     */
    public void scanDocument(byte[] document, int from, int to, String project, Edits into)
            throws MalformedJsonException, ScrubFailedException {
        throw new ScrubFailedException("no firewall yet");
    }
}
