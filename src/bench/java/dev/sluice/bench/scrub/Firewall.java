package dev.sluice.bench.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.PseudonymKey;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.ScannedEvent;
import dev.sluice.scrub.ScrubFailedException;
import dev.sluice.scrub.policy.IpPolicy;

/** The firewall as a thread of the gateway uses it: one scrubber, its memory reused from one event to the next. */
final class Firewall {
    private static final String PROJECT = "bench";

    private final EventScrubber scrubber =
            new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), IpPolicy.TRUNCATE);
    private final ScannedEvent scanned = new ScannedEvent();
    private final ByteSink out = new ByteSink(1 << 16);

    /** Scans an event and, where something has to go, writes what is forwarded; answers how many replacements it took. */
    int scrub(byte[] event) {
        try {
            scrubber.scan(event, 0, event.length, PROJECT, scanned);
        } catch (MalformedJsonException | ScrubFailedException e) {
            throw new IllegalStateException("an input of the benchmark cannot be scrubbed", e);
        }
        int edits = scanned.edits().size();
        if (edits > 0) {
            out.clear();
            scanned.edits().apply(event, 0, event.length, out);
        }
        return edits;
    }
}
